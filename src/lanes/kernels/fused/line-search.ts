import { add, mul, row, sub, vector, zeros } from '../lanes';
import { shareScalar } from '../shares';

/*
 * The step size gamma = phi n / (m + guard) with n = Re <d, r + theta (r - p)> and m = Re <d, a>: phi times the exact one along
 * -g for residuals r, p of a quadratic with matrix A, where a = A g and d is g under the metric of the variable.
 */

/** Bytes of two vectors. */
const pair = vector * 2;

/** gamma, and for the way back `terms`: n and m + guard. */
export function lineSearch(
  count: usize,
  rows: usize,
  width: usize,
  theta: usize,
  thetaBlock: usize,
  phi: usize,
  phiBlock: usize,
  guard: usize,
  gamma: usize,
  gammaBlock: usize,
  terms: usize,
  termsBlock: usize,
  d: usize,
  dRow: usize,
  dBlock: usize,
  r: usize,
  rRow: usize,
  rBlock: usize,
  p: usize,
  pRow: usize,
  pBlock: usize,
  a: usize,
  aRow: usize,
  aBlock: usize,
): void {
  for (let block: usize = 0; block < count; block++) {
    for (let v: usize = 0; v < row; v += pair) {
      search(
        rows,
        width,
        theta + v,
        phi + v,
        guard + v,
        gamma + v,
        terms + v,
        d + v,
        dRow,
        r + v,
        rRow,
        p + v,
        pRow,
        a + v,
        aRow,
      );
    }
    theta += thetaBlock;
    phi += phiBlock;
    gamma += gammaBlock;
    terms += termsBlock;
    d += dBlock;
    r += rBlock;
    p += pBlock;
    a += aBlock;
  }
}

function search(
  rows: usize,
  width: usize,
  theta: usize,
  phi: usize,
  guard: usize,
  gamma: usize,
  terms: usize,
  d: usize,
  dRow: usize,
  r: usize,
  rRow: usize,
  p: usize,
  pRow: usize,
  a: usize,
  aRow: usize,
): void {
  const theta0 = v128.load(theta);
  const theta1 = v128.load(theta, vector);
  let n0 = zeros();
  let n1 = zeros();
  let m0 = v128.load(guard);
  let m1 = v128.load(guard, vector);
  for (let i: usize = 0; i < rows; i++) {
    let di = d + i * dRow;
    let ri = r + i * rRow;
    let pi = p + i * pRow;
    let ai = a + i * aRow;
    for (let j: usize = 0; j < width; j++) {
      const d0 = v128.load(di);
      const d1 = v128.load(di, vector);
      const r0 = v128.load(ri);
      const r1 = v128.load(ri, vector);
      n0 = add(n0, mul(d0, add(r0, mul(theta0, sub(r0, v128.load(pi))))));
      n1 = add(n1, mul(d1, add(r1, mul(theta1, sub(r1, v128.load(pi, vector))))));
      m0 = add(m0, mul(d0, v128.load(ai)));
      m1 = add(m1, mul(d1, v128.load(ai, vector)));
      di += row;
      ri += row;
      pi += row;
      ai += row;
    }
  }
  v128.store(gamma, v128.div<Real>(mul(v128.load(phi), n0), m0));
  v128.store(gamma, v128.div<Real>(mul(v128.load(phi, vector), n1), m1), vector);
  v128.store(terms, n0);
  v128.store(terms, n1, vector);
  v128.store(terms + row, m0);
  v128.store(terms + row, m1, vector);
}

/**
 * The way back from dgamma: with dn = dgamma phi / (m + guard) and dm = -dn n / (m + guard), dd += dn (r + theta (r - p)) + dm a,
 * dr += dn (1 + theta) d, dp -= dn theta d, da += dm d, dtheta = dn Re <d, r - p>, dphi = dgamma n / (m + guard).
 */
export function lineSearchGradient(
  count: usize,
  rows: usize,
  width: usize,
  theta: usize,
  thetaBlock: usize,
  phi: usize,
  phiBlock: usize,
  terms: usize,
  termsBlock: usize,
  dgamma: usize,
  dgammaBlock: usize,
  d: usize,
  dRow: usize,
  dBlock: usize,
  r: usize,
  rRow: usize,
  rBlock: usize,
  p: usize,
  pRow: usize,
  pBlock: usize,
  a: usize,
  aRow: usize,
  aBlock: usize,
  dd: usize,
  ddRow: usize,
  ddBlock: usize,
  dr: usize,
  drRow: usize,
  drBlock: usize,
  dp: usize,
  dpRow: usize,
  dpBlock: usize,
  da: usize,
  daRow: usize,
  daBlock: usize,
  dthetaMode: usize,
  dtheta: usize,
  dthetaBlock: usize,
  dphiMode: usize,
  dphi: usize,
  dphiBlock: usize,
): void {
  for (let block: usize = 0; block < count; block++) {
    for (let v: usize = 0; v < row; v += vector) {
      // phi only enters through dgamma / (m + guard).
      const perTerm = v128.div<Real>(v128.load(dgamma + v), v128.load(terms + row + v));
      const n = v128.load(terms + v);
      const dn = mul(perTerm, v128.load(phi + v));
      const dm = v128.neg<Real>(v128.div<Real>(mul(dn, n), v128.load(terms + row + v)));
      const along = pullSearch(
        rows,
        width,
        dn,
        dm,
        v128.load(theta + v),
        d + v,
        dRow,
        r + v,
        rRow,
        p + v,
        pRow,
        a + v,
        aRow,
        dd + v,
        ddRow,
        dr + v,
        drRow,
        dp + v,
        dpRow,
        da + v,
        daRow,
      );
      shareScalar(dthetaMode, block, dthetaBlock, dtheta + v, mul(dn, along));
      shareScalar(dphiMode, block, dphiBlock, dphi + v, mul(perTerm, n));
    }
    theta += thetaBlock;
    phi += phiBlock;
    terms += termsBlock;
    dgamma += dgammaBlock;
    d += dBlock;
    r += rBlock;
    p += pBlock;
    a += aBlock;
    dd += ddBlock;
    dr += drBlock;
    dp += dpBlock;
    da += daBlock;
    dtheta += dthetaBlock;
    dphi += dphiBlock;
  }
}

/** The shares of the matrices; gives Re <d, r - p>. */
function pullSearch(
  rows: usize,
  width: usize,
  dn: v128,
  dm: v128,
  theta: v128,
  d: usize,
  dRow: usize,
  r: usize,
  rRow: usize,
  p: usize,
  pRow: usize,
  a: usize,
  aRow: usize,
  dd: usize,
  ddRow: usize,
  dr: usize,
  drRow: usize,
  dp: usize,
  dpRow: usize,
  da: usize,
  daRow: usize,
): v128 {
  const moved = mul(dn, theta);
  let along = zeros();
  for (let i: usize = 0; i < rows; i++) {
    for (let j: usize = 0; j < width; j++) {
      const direction = v128.load(d + j * row);
      const residual = v128.load(r + j * row);
      const change = sub(residual, v128.load(p + j * row));
      along = add(along, mul(direction, change));
      const toDirection = add(add(mul(dn, residual), mul(moved, change)), mul(dm, v128.load(a + j * row)));
      v128.store(dd + j * row, add(v128.load(dd + j * row), toDirection));
      const back = mul(moved, direction);
      v128.store(dr + j * row, add(v128.load(dr + j * row), add(mul(dn, direction), back)));
      v128.store(dp + j * row, sub(v128.load(dp + j * row), back));
      v128.store(da + j * row, add(v128.load(da + j * row), mul(dm, direction)));
    }
    d += dRow;
    r += rRow;
    p += pRow;
    a += aRow;
    dd += ddRow;
    dr += drRow;
    dp += dpRow;
    da += daRow;
  }
  return along;
}
