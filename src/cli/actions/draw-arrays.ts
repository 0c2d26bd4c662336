import { NpyWriter } from '../../arrays/npy-writer.ts';
import type { DrawnArray } from '../../contracts/problem.ts';
import { messages, UserError } from '../../messages.ts';
import { guardOutputs } from '../../publish/output-guard.ts';
import { parseAxes } from '../../study/experiment/axis-values.ts';
import { openSweep } from '../../study/experiment/sweep.ts';
import { trialRanges } from '../../study/run/blocks.ts';
import { drawTrials } from '../../study/run/compute.ts';
import type { Study } from '../../study/study.ts';
import type { Options } from '../options.ts';

/** Writes the trials that `sweep` draws with the same options to .npy files, one for each array of the problem. */
export async function drawArrays(
  problem: string,
  { set, trials, seed, npy: out = 'h.npy', overwrite = false, json = false, quiet = false }: Partial<Options>,
): Promise<number> {
  const study = await openSweep(
    {
      problem,
      set: parseAxes(set ?? []),
      ...(trials !== undefined && { trials }),
      ...(seed !== undefined && { seed }),
    },
    '.',
  );
  const { points } = study.plan;
  if (study.plan.problem.arrays === undefined) throw new UserError(messages.drawsNoArrays(problem));
  if (points.length > 1) throw new UserError(messages.severalScenarios(points.length));
  const written = await writeAll(study, { out, overwrite });
  if (json) process.stdout.write(`${JSON.stringify({ scenario: points[0].scenario, files: written }, null, 2)}\n`);
  else if (!quiet)
    for (const { path, shape } of written) process.stderr.write(`wrote ${path}, (${shape.join(', ')})\n`);
  return 0;
}

interface Written {
  readonly path: string;
  readonly shape: readonly number[];
}

async function writeAll(
  { plan, source, store }: Study,
  { out, overwrite }: { out: string; overwrite: boolean },
): Promise<Written[]> {
  const { problem, seed, id: experiment, points, profile, blockSize, metrics } = plan;
  const { scenario, drawHash } = points[0];
  const writers = new Map<string, NpyWriter>();
  const written: Written[] = [];
  try {
    for (const range of trialRanges(0, profile.trials, blockSize)) {
      const task = { source, experiment, seed, scenario, drawHash, range, metrics, store, jobs: [] };
      const arrays: readonly DrawnArray[] = problem.arrays!(await drawTrials(problem, task));
      for (const array of arrays) {
        const known = writers.get(array.name);
        if (known && !array.perTrial) continue;
        const path = arrays.length === 1 ? out : out.replace(/npy$/, `${array.name}.npy`);
        const length = array.perTrial ? profile.trials : array.shape[0];
        if (!known) {
          guardOutputs([{ path, flag: '--out', extension: '.npy' }], { inputs: [], overwrite });
          written.push({ path, shape: [length, ...array.shape.slice(1)] });
        }
        const writer = known ?? new NpyWriter(path, length, array);
        writers.set(array.name, writer);
        writer.append(array);
      }
    }
  } catch (error) {
    for (const writer of writers.values()) writer.abandon();
    throw error;
  }
  for (const writer of writers.values()) writer.finish();
  return written;
}
