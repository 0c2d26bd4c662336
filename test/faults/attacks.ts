import fc from 'fast-check';

/** What of an attack is printed at the end. */
interface Attack {
  readonly name: string;
  readonly trials: number;
  readonly survived: number;
  readonly seconds: number;
}

const attacks: Attack[] = [];

/** `npm run faults` sets it: trials are then as many as asked for, else a few of each. */
const isFull = process.env.FAULTS !== undefined;

/** All that is random follows from it: FAULTS_SEED=<seed> attacks in the same way again. */
export const seed = Number(process.env.FAULTS_SEED ?? Date.now() & 0x7fffffff);

/**
 * How many trials of a kind: those of the short form, or those of `npm run faults`, which FAULTS changes: `kills=300,files=50000`.
 */
export function trialsOf(kind: string, few: number, full: number): number {
  const asked = new RegExp(`(?:^|,)${kind}=(\\d+)`).exec(process.env.FAULTS ?? '');
  if (asked) return Number(asked[1]);
  return isFull ? full : few;
}

/** Milliseconds that a test of attacks may take. */
export const patience = isFull ? 7_200_000 : 240_000;

/** Lets `survives` meet `trials` examples, one after another; it throws where the program does not survive one. */
export async function attack<Example>(
  name: string,
  trials: number,
  examples: fc.Arbitrary<Example>,
  survives: (example: Example) => Promise<void> | void,
): Promise<void> {
  const begun = performance.now();
  let survived = 0;
  let said = begun;
  const property = fc.asyncProperty(examples, async (example) => {
    await survives(example);
    survived += 1;
    if (performance.now() - said < 60_000) return;
    said = performance.now();
    process.stderr.write(`${name}: ${survived} of ${trials}\n`);
  });
  try {
    await fc.assert(property, { seed, numRuns: trials, endOnFailure: true });
  } finally {
    attacks.push({ name, trials, survived, seconds: (performance.now() - begun) / 1000 });
  }
}

/** The table of what was tried so far. */
export function tableOfAttacks(): string {
  const rows = attacks.map(({ name, trials, survived, seconds }) => [
    ...[name, String(trials), String(survived), seconds.toFixed(0)],
  ]);
  const lines = [['attack', 'trials', 'survived', 'seconds'], ...rows];
  const widths = lines[0].map((_, column) => Math.max(...lines.map((line) => line[column].length)));
  const text = lines.map((line) =>
    line.map((cell, column) => (column === 0 ? cell.padEnd(widths[0]) : cell.padStart(widths[column]))).join('  '),
  );
  return [...text, `FAULTS_SEED=${seed}`].join('\n');
}

/** What a process of ours may not say: a stack, or that it met a bug. */
export function expectNoBug(stderr: string): void {
  if (/this is a bug|^ {4}at |UnhandledPromise|FATAL ERROR/m.test(stderr)) throw new Error(`a bug:\n${stderr}`);
}
