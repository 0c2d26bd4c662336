import { add, mul, row, vector, zeros } from './lanes';

export function trace(count: usize, n: usize, s: usize, sBlock: usize, x: usize, xRow: usize, xBlock: usize): void {
  const next = xRow + row * 2;
  for (let block: usize = 0; block < count; block++) {
    for (let v: usize = 0; v < row; v += vector) {
      let total = zeros();
      for (let i: usize = 0; i < n; i++) total = add(total, v128.load(x + i * next + v));
      v128.store(s + v, total);
    }
    s += sBlock;
    x += xBlock;
  }
}

export function innerProduct(
  count: usize,
  rows: usize,
  width: usize,
  s: usize,
  sBlock: usize,
  x: usize,
  xRow: usize,
  xBlock: usize,
  y: usize,
  yRow: usize,
  yBlock: usize,
): void {
  for (let block: usize = 0; block < count; block++) {
    let v: usize = 0;
    for (; v + 4 * vector <= row; v += 4 * vector) dot4(rows, width, s + v, x + v, xRow, y + v, yRow);
    for (; v < row; v += vector) dot1(rows, width, s + v, x + v, xRow, y + v, yRow);
    s += sBlock;
    x += xBlock;
    y += yBlock;
  }
}

/** Four vectors of lanes at once: a whole cache line, and four sums that do not wait for each other. */
function dot4(rows: usize, width: usize, s: usize, x: usize, xRow: usize, y: usize, yRow: usize): void {
  const step = row;
  let s0 = zeros();
  let s1 = zeros();
  let s2 = zeros();
  let s3 = zeros();
  for (let i: usize = 0; i < rows; i++) {
    let p = x;
    let q = y;
    for (let j: usize = 0; j < width; j++) {
      s0 = add(s0, mul(v128.load(p), v128.load(q)));
      s1 = add(s1, mul(v128.load(p, 16), v128.load(q, 16)));
      s2 = add(s2, mul(v128.load(p, 32), v128.load(q, 32)));
      s3 = add(s3, mul(v128.load(p, 48), v128.load(q, 48)));
      p += step;
      q += step;
    }
    x += xRow;
    y += yRow;
  }
  v128.store(s, s0);
  v128.store(s, s1, 16);
  v128.store(s, s2, 32);
  v128.store(s, s3, 48);
}

function dot1(rows: usize, width: usize, s: usize, x: usize, xRow: usize, y: usize, yRow: usize): void {
  const step = row;
  let total = zeros();
  for (let i: usize = 0; i < rows; i++) {
    let p = x;
    let q = y;
    for (let j: usize = 0; j < width; j++) {
      total = add(total, mul(v128.load(p), v128.load(q)));
      p += step;
      q += step;
    }
    x += xRow;
    y += yRow;
  }
  v128.store(s, total);
}

export function sum(count: usize, rows: usize, width: usize, s: usize, x: usize, xRow: usize, xBlock: usize): void {
  for (let v: usize = 0; v < row; v += vector) {
    let total = zeros();
    for (let block: usize = 0; block < count; block++) {
      for (let i: usize = 0; i < rows; i++) {
        for (let j: usize = 0; j < width; j++)
          total = add(total, v128.load(x + block * xBlock + i * xRow + j * row + v));
      }
    }
    v128.store(s + v, total);
  }
}
