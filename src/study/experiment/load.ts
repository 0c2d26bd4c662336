import { dirname, join } from 'node:path';
import { messages, UserError } from '../../messages.ts';
import { idOf } from './catalog.ts';
import type { LoadedExperiment } from './plan.ts';
import { experimentSchema, paperSchema } from './schema.ts';
import { readYaml } from './yaml.ts';

/**
 * Reads an experiment file and the `paper.yaml` beside it. Throws a UserError with a line `file:line:column: what; accepted` for
 * every mistake. Whether problem, axes, solvers and metrics exist is for {@link expand} to say.
 */
export function loadExperiment(path: string): LoadedExperiment {
  const { value: experiment, file, sha256, locate } = readYaml(path, experimentSchema);
  const paper = readYaml(join(dirname(path), 'paper.yaml'), paperSchema);
  const id = idOf(path);
  const folder = id.split('/')[0];
  const expected = [
    { place: locate(['id']), name: 'id', found: experiment.id, wanted: id },
    { place: locate(['paper']), name: 'paper', found: experiment.paper, wanted: folder },
    { place: paper.locate(['id']), name: 'id', found: paper.value.id, wanted: folder },
  ];
  const wrong = expected.filter(({ found, wanted }) => found !== wanted);
  if (wrong.length > 0) {
    const line = ({ place, name, found, wanted }: (typeof wrong)[0]) =>
      messages.at(place, messages.badValue(name, found, messages.namedByPath(wanted)));
    throw new UserError(wrong.map(line).join('\n'));
  }
  return { experiment, paper: paper.value, file, sha256, locate };
}
