/** Milliseconds: on the clock, and of processors, which other programs on the same cores hardly change. */
export interface Times {
  readonly wall: number;
  readonly processor: number;
}

/** A piece of work to be timed, or another program that times its own. */
export type Work = (() => unknown) | Timed;

export interface Timed {
  /** Does a step. */
  step(): Promise<Times>;
}

function now(): Times {
  const { user, system } = process.cpuUsage();
  return { wall: performance.now(), processor: (user + system) / 1000 };
}

export async function timesOf(work: Work): Promise<Times> {
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
  onRound: (done: number) => void = () => {},
): Promise<number[][]> {
  const times: number[][] = works.map(() => []);
  for (let round = -1; round < rounds; round++) {
    for (const [i, work] of works.entries()) {
      const taken = await timesOf(work);
      if (round >= 0) times[i].push(taken[clock]);
    }
    onRound(round + 1);
  }
  return times;
}
