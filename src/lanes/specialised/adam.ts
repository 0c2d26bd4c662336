import { at, get } from './code.ts';
import { eachReal } from './entries.ts';
import { eachVector, type Piece } from './piece.ts';

/** m <- b1 m + (1 - b1) g, w <- b2 w + (1 - b2) g^2, x <- x + a m / (c sqrt(w) + e). */
export const adam: Piece = {
  addresses: [2, 3, 5, 7, 9],
  fits: () => true,
  write(code, [rows, width, , , xRow, , mRow, , wRow, , gRow], pointers) {
    const { add, sub, mul, div, sqrt } = code;
    eachVector(code, pointers, ([settings, ...matrices]) => {
      const [a, c, b1, b2, e] = [0, 1, 2, 3, 4].map((i) =>
        code.vector(code.load(at(settings, i * code.target.rowBytes))),
      );
      const [d1, d2] = [b1, b2].map((b) => code.vector(sub(code.constant(1), get(b))));
      eachReal(code, { rows, width, strides: [xRow, mRow, wRow, gRow], together: 2 }, matrices, ([x, m, w, g]) => {
        const gradient = code.vector(code.load(g));
        const mean = code.vector(add(mul(get(b1), code.load(m)), mul(get(d1), get(gradient))));
        const squared = mul(get(gradient), get(gradient));
        const square = code.vector(add(mul(get(b2), code.load(w)), mul(get(d2), squared)));
        code.store(m, get(mean));
        code.store(w, get(square));
        const step = div(mul(get(a), get(mean)), add(mul(get(c), sqrt(get(square))), get(e)));
        code.store(x, add(code.load(x), step));
      });
    });
  },
};
