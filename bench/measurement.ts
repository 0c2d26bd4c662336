/** One figure of a benchmark. */
export interface Measurement {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
}

/** A piece of work to be timed. */
export type Work = () => unknown;

/** Milliseconds on the clock. */
const wallTime = () => performance.now();

/** Milliseconds that this process has computed: other programs on the same cores hardly change it. */
export function processorTime(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

/**
 * Times of several pieces of work, run in turn: what else the machine does meets all of them alike. Runs each once beforehand.
 * @returns for each piece its times in milliseconds, one a round
 */
export async function alternate(rounds: number, works: readonly Work[], time = wallTime): Promise<number[][]> {
  const times: number[][] = works.map(() => []);
  for (let round = -1; round < rounds; round++) {
    for (const [i, work] of works.entries()) {
      const start = time();
      await work();
      if (round >= 0) times[i].push(time() - start);
    }
  }
  return times;
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return (sorted[(sorted.length - 1) >> 1] + sorted[sorted.length >> 1]) / 2;
}
