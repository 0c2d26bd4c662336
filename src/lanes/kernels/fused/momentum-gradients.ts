import { add, mul, row, sub, vector, zeros } from '../lanes';
import { shareScalar } from '../shares';

/*
 * The way back through steps with momentum, all gradients in one pass. Gradients of matrices that usually have a share already
 * are added to (+=), those that usually are new are stored (=); scalars are told which.
 */

/** Bytes of two vectors. */
const pair = vector * 2;

/** Through y = x + s (x - p): dx += (1 + s) dy, dp -= s dy, ds = Re <dy, x - p>. */
export function extrapolateGradient(
  count: usize,
  rows: usize,
  width: usize,
  s: usize,
  sBlock: usize,
  dy: usize,
  dyRow: usize,
  dyBlock: usize,
  x: usize,
  xRow: usize,
  xBlock: usize,
  p: usize,
  pRow: usize,
  pBlock: usize,
  dx: usize,
  dxRow: usize,
  dxBlock: usize,
  dp: usize,
  dpRow: usize,
  dpBlock: usize,
  dsMode: usize,
  ds: usize,
  dsBlock: usize,
): void {
  for (let block: usize = 0; block < count; block++) {
    for (let v: usize = 0; v < row; v += pair) {
      pullExtrapolation(
        rows,
        width,
        s + v,
        dy + v,
        dyRow,
        x + v,
        xRow,
        p + v,
        pRow,
        dx + v,
        dxRow,
        dp + v,
        dpRow,
        dsMode,
        block,
        dsBlock,
        ds + v,
      );
    }
    s += sBlock;
    dy += dyBlock;
    x += xBlock;
    p += pBlock;
    dx += dxBlock;
    dp += dpBlock;
    ds += dsBlock;
  }
}

function pullExtrapolation(
  rows: usize,
  width: usize,
  s: usize,
  dy: usize,
  dyRow: usize,
  x: usize,
  xRow: usize,
  p: usize,
  pRow: usize,
  dx: usize,
  dxRow: usize,
  dp: usize,
  dpRow: usize,
  dsMode: usize,
  block: usize,
  dsBlock: usize,
  ds: usize,
): void {
  const s0 = v128.load(s);
  const s1 = v128.load(s, vector);
  let along0 = zeros();
  let along1 = zeros();
  for (let i: usize = 0; i < rows; i++) {
    for (let j: usize = 0; j < width; j++) {
      const d0 = v128.load(dy + j * row);
      const d1 = v128.load(dy + j * row, vector);
      along0 = add(along0, mul(d0, sub(v128.load(x + j * row), v128.load(p + j * row))));
      along1 = add(along1, mul(d1, sub(v128.load(x + j * row, vector), v128.load(p + j * row, vector))));
      const moved0 = mul(s0, d0);
      const moved1 = mul(s1, d1);
      v128.store(dx + j * row, add(v128.load(dx + j * row), add(d0, moved0)));
      v128.store(dx + j * row, add(v128.load(dx + j * row, vector), add(d1, moved1)), vector);
      v128.store(dp + j * row, sub(v128.load(dp + j * row), moved0));
      v128.store(dp + j * row, sub(v128.load(dp + j * row, vector), moved1), vector);
    }
    dy += dyRow;
    x += xRow;
    p += pRow;
    dx += dxRow;
    dp += dpRow;
  }
  shareScalar(dsMode, block, dsBlock, ds, along0);
  shareScalar(dsMode, block, dsBlock, ds + vector, along1);
}

/**
 * Through y = x + theta (x - p) - gamma g: dx += (1 + theta) dy, dp = -theta dy, dg = -gamma dy, dtheta = Re <dy, x - p>,
 * dgamma = -Re <dy, g>.
 */
export function momentumGradient(
  count: usize,
  rows: usize,
  width: usize,
  theta: usize,
  thetaBlock: usize,
  gamma: usize,
  gammaBlock: usize,
  dy: usize,
  dyRow: usize,
  dyBlock: usize,
  x: usize,
  xRow: usize,
  xBlock: usize,
  p: usize,
  pRow: usize,
  pBlock: usize,
  g: usize,
  gRow: usize,
  gBlock: usize,
  dx: usize,
  dxRow: usize,
  dxBlock: usize,
  dp: usize,
  dpRow: usize,
  dpBlock: usize,
  dg: usize,
  dgRow: usize,
  dgBlock: usize,
  dthetaMode: usize,
  dtheta: usize,
  dthetaBlock: usize,
  dgammaMode: usize,
  dgamma: usize,
  dgammaBlock: usize,
): void {
  for (let block: usize = 0; block < count; block++) {
    for (let v: usize = 0; v < row; v += pair) {
      pullMomentum(
        rows,
        width,
        theta + v,
        gamma + v,
        dy + v,
        dyRow,
        x + v,
        xRow,
        p + v,
        pRow,
        g + v,
        gRow,
        dx + v,
        dxRow,
        dp + v,
        dpRow,
        dg + v,
        dgRow,
        block,
        dthetaMode,
        dthetaBlock,
        dtheta + v,
        dgammaMode,
        dgammaBlock,
        dgamma + v,
      );
    }
    theta += thetaBlock;
    gamma += gammaBlock;
    dy += dyBlock;
    x += xBlock;
    p += pBlock;
    g += gBlock;
    dx += dxBlock;
    dp += dpBlock;
    dg += dgBlock;
    dtheta += dthetaBlock;
    dgamma += dgammaBlock;
  }
}

function pullMomentum(
  rows: usize,
  width: usize,
  theta: usize,
  gamma: usize,
  dy: usize,
  dyRow: usize,
  x: usize,
  xRow: usize,
  p: usize,
  pRow: usize,
  g: usize,
  gRow: usize,
  dx: usize,
  dxRow: usize,
  dp: usize,
  dpRow: usize,
  dg: usize,
  dgRow: usize,
  block: usize,
  dthetaMode: usize,
  dthetaBlock: usize,
  dtheta: usize,
  dgammaMode: usize,
  dgammaBlock: usize,
  dgamma: usize,
): void {
  const theta0 = v128.load(theta);
  const theta1 = v128.load(theta, vector);
  const gamma0 = v128.neg<Real>(v128.load(gamma));
  const gamma1 = v128.neg<Real>(v128.load(gamma, vector));
  let along0 = zeros();
  let along1 = zeros();
  let down0 = zeros();
  let down1 = zeros();
  for (let i: usize = 0; i < rows; i++) {
    for (let j: usize = 0; j < width; j++) {
      const d0 = v128.load(dy + j * row);
      const d1 = v128.load(dy + j * row, vector);
      along0 = add(along0, mul(d0, sub(v128.load(x + j * row), v128.load(p + j * row))));
      along1 = add(along1, mul(d1, sub(v128.load(x + j * row, vector), v128.load(p + j * row, vector))));
      down0 = sub(down0, mul(d0, v128.load(g + j * row)));
      down1 = sub(down1, mul(d1, v128.load(g + j * row, vector)));
      const moved0 = mul(theta0, d0);
      const moved1 = mul(theta1, d1);
      v128.store(dx + j * row, add(v128.load(dx + j * row), add(d0, moved0)));
      v128.store(dx + j * row, add(v128.load(dx + j * row, vector), add(d1, moved1)), vector);
      v128.store(dp + j * row, v128.neg<Real>(moved0));
      v128.store(dp + j * row, v128.neg<Real>(moved1), vector);
      v128.store(dg + j * row, mul(gamma0, d0));
      v128.store(dg + j * row, mul(gamma1, d1), vector);
    }
    dy += dyRow;
    x += xRow;
    p += pRow;
    g += gRow;
    dx += dxRow;
    dp += dpRow;
    dg += dgRow;
  }
  shareScalar(dthetaMode, block, dthetaBlock, dtheta, along0);
  shareScalar(dthetaMode, block, dthetaBlock, dtheta + vector, along1);
  shareScalar(dgammaMode, block, dgammaBlock, dgamma, down0);
  shareScalar(dgammaMode, block, dgammaBlock, dgamma + vector, down1);
}
