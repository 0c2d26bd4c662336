/** One figure of a benchmark. */
export interface Measurement {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  /** Between which a half of the rounds lie. */
  readonly quartiles?: readonly [number, number];
}

export function median(values: readonly number[]): number {
  return quantile(values, 0.5);
}

/** The median of what each round gave, with its spread. */
export function measured(name: string, values: readonly number[], unit: string): Measurement {
  return { name, value: median(values), unit, quartiles: [quantile(values, 0.25), quantile(values, 0.75)] };
}

/** How many times as long one piece of work took as another, round by round. */
export function ratio(name: string, times: readonly number[], over: readonly number[]): Measurement {
  return measured(
    name,
    times.map((time, round) => time / over[round]),
    '1',
  );
}

/** Between two values as far as the quantile lies between their places. */
function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  const place = share * (sorted.length - 1);
  const below = Math.floor(place);
  return sorted[below] + (place - below) * (sorted[Math.min(below + 1, sorted.length - 1)] - sorted[below]);
}
