/** What the step sizes depend on. */
export interface StepBounds {
  readonly P: number;
  readonly sigma2: number;
  /** Largest priority. */
  readonly alpha: number;
  readonly K: number;
  readonly d: number;
  /** Bound on ||H_k||_2^2 of all users. */
  readonly kappa: number;
  /** Gradient steps on U and on V in an iteration. */
  readonly Ju: number;
  readonly Jv: number;
}

/** delta of Lemma 5 of Pellaco and Jalden, the root of x - x^2 - log(2 - x) in (1, 2): about 1.68. */
export const delta: number = (() => {
  // Negative between 1, which is a root too, and delta; positive above.
  let low = 1.2;
  let high = 1.999;
  for (let step = 0; step < 60; step++) {
    const x = (low + high) / 2;
    if (x - x ** 2 - Math.log(2 - x) < 0) low = x;
    else high = x;
  }
  return (low + high) / 2;
})();

/**
 * The largest step sizes gamma_u = min(1 / L_u, nu_u) and gamma_v = min(1 / L_v, nu_v) for which Theorem 1 of Pellaco and Jalden
 * proves that no update of Algorithm 1 increases f; nu_u is eq. (23), nu_v eq. (24).
 */
export function theoremOneSteps(bounds: StepBounds): { readonly u: number; readonly v: number } {
  const { P, sigma2, alpha, K, d, kappa, Ju, Jv } = bounds;
  const received = P * kappa;
  const total = received + sigma2;
  const mixed = Math.sqrt(received * total);
  const room = (delta - 1) / (Ju + Jv);

  const Lu = (2 * alpha * delta * total ** 2) / sigma2;
  const muU = 2 * alpha * delta * Math.sqrt(total) * (1 + (received + mixed) / sigma2);
  const Lc = (muU ** 2 * delta * total ** 2) / sigma2;
  const Ld = (2 * muU * delta * total * (Math.sqrt(received) + Math.sqrt(total))) / sigma2;

  const Lv = (2 * alpha * K * delta * (received + d * sigma2)) / (P * sigma2);
  const muV = (2 * alpha * delta * (K * received + mixed + K * d * sigma2)) / (Math.sqrt(P) * sigma2);
  const La = (K * muV ** 2 * delta * (kappa + (d * sigma2) / P)) / sigma2;
  const interference = 2 * K * Math.sqrt(P) * muV * delta * (kappa + (Math.sqrt(d) * sigma2) / P);
  const Lb = (interference + 2 * muV * delta * Math.sqrt(kappa * total)) / sigma2;

  return { u: Math.min(1 / Lu, positiveRoot(Lc, Ld, room)), v: Math.min(1 / Lv, positiveRoot(La, Lb, room)) };
}

/** The positive root of a x^2 + b x = c for positive a, b, c, without cancellation. */
function positiveRoot(a: number, b: number, c: number): number {
  return (2 * c) / (b + Math.sqrt(b ** 2 + 4 * a * c));
}
