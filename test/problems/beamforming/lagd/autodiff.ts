/*
 * Reverse-mode differentiation of single numbers, as plain as can be: an oracle for what the lanes compute by hand.
 */

/** A number that remembers what it was computed from. */
export class Num {
  readonly value: number;
  gradient = 0;
  readonly #parents: readonly (readonly [Num, number])[];

  constructor(value: number, parents: readonly (readonly [Num, number])[] = []) {
    this.value = value;
    this.#parents = parents;
  }

  /** Adds to the gradients of everything that this number was computed from. */
  differentiate(): void {
    const order: Num[] = [];
    const seen = new Set<Num>();
    const visit = (num: Num) => {
      if (seen.has(num)) return;
      seen.add(num);
      for (const [parent] of num.#parents) visit(parent);
      order.push(num);
    };
    visit(this);
    for (const num of order) num.gradient = 0;
    this.gradient = 1;
    for (const num of order.reverse()) {
      for (const [parent, slope] of num.#parents) parent.gradient += slope * num.gradient;
    }
  }
}

export const num = (value: number) => new Num(value);
export const plus = (...terms: Num[]) =>
  new Num(
    terms.reduce((sum, { value }) => sum + value, 0),
    terms.map((term) => [term, 1] as const),
  );
export const minus = (a: Num, b: Num) =>
  new Num(a.value - b.value, [
    [a, 1],
    [b, -1],
  ]);
export const times = (a: Num, b: Num) =>
  new Num(a.value * b.value, [
    [a, b.value],
    [b, a.value],
  ]);
export const over = (a: Num, b: Num) =>
  new Num(a.value / b.value, [
    [a, 1 / b.value],
    [b, -a.value / b.value ** 2],
  ]);
export const log2 = (a: Num) => new Num(Math.log2(a.value), [[a, 1 / (a.value * Math.LN2)]]);
export const sqrt = (a: Num) => new Num(Math.sqrt(a.value), [[a, 0.5 / Math.sqrt(a.value)]]);
export const tanh = (a: Num) => new Num(Math.tanh(a.value), [[a, 1 - Math.tanh(a.value) ** 2]]);
export const sigmoid = (a: Num) => {
  const value = 1 / (1 + Math.exp(-a.value));
  return new Num(value, [[a, value * (1 - value)]]);
};
export const dot = (a: readonly Num[], b: readonly Num[]) => plus(...a.map((x, i) => times(x, b[i])));
