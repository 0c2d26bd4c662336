/** Settings of Adam; those left out are the customary ones. */
export interface AdamSettings {
  readonly learningRate: number;
  readonly beta1?: number;
  readonly beta2?: number;
  readonly epsilon?: number;
}

/** Values of state that Adam keeps for `size` parameters: both moments. */
export function adamStateSize(size: number): number {
  return 2 * size;
}

/**
 * One step of Adam (Kingma and Ba, Algorithm 1), downhill and in place: m and v are the exponential means of the gradient and of
 * its square, corrected for their start at zero, and a parameter moves by -learningRate m / (sqrt(v) + epsilon).
 *
 * @param step from 0
 * @param state both moments, one after the other; zeros before the first step
 */
export function adamStep(
  { learningRate, beta1 = 0.9, beta2 = 0.999, epsilon = 1e-8 }: AdamSettings,
  step: number,
  gradient: Float64Array,
  parameters: Float64Array,
  state: Float64Array,
): void {
  const size = parameters.length;
  const firstCorrection = 1 - beta1 ** (step + 1);
  const secondCorrection = 1 - beta2 ** (step + 1);
  for (let i = 0; i < size; i++) {
    const m = beta1 * state[i] + (1 - beta1) * gradient[i];
    const v = beta2 * state[size + i] + (1 - beta2) * gradient[i] ** 2;
    state[i] = m;
    state[size + i] = v;
    parameters[i] -= (learningRate * (m / firstCorrection)) / (Math.sqrt(v / secondCorrection) + epsilon);
  }
}
