/** One figure of a benchmark. */
export interface Measurement {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  /** Between which a half of the rounds lie. */
  readonly quartiles?: readonly [number, number];
}

/** A piece of work to be timed, or another program that times its own. */
export type Work = (() => unknown) | Timed;

export interface Timed {
  /** Does a step. */
  step(): Promise<Times>;
}

/** Milliseconds: on the clock, and of processors, which other programs on the same cores hardly change. */
export interface Times {
  readonly wall: number;
  readonly processor: number;
}

function now(): Times {
  const { user, system } = process.cpuUsage();
  return { wall: performance.now(), processor: (user + system) / 1000 };
}

async function timesOf(work: Work): Promise<Times> {
  if (typeof work !== 'function') return work.step();
  const start = now();
  await work();
  const end = now();
  return { wall: end.wall - start.wall, processor: end.processor - start.processor };
}

/**
 * Times of several pieces of work, run in turn: what else the machine does meets all of them alike. Runs each once beforehand.
 * @param clock 'processor' for work of a single thread
 * @returns for each piece its times in milliseconds, one a round
 */
export async function alternate(
  rounds: number,
  works: readonly Work[],
  clock: keyof Times = 'processor',
): Promise<number[][]> {
  const times: number[][] = works.map(() => []);
  for (let round = -1; round < rounds; round++) {
    for (const [i, work] of works.entries()) {
      const taken = await timesOf(work);
      if (round >= 0) times[i].push(taken[clock]);
    }
  }
  return times;
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
