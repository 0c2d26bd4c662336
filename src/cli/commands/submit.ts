import { command } from '../command.ts';
import { given } from '../given.ts';

const names = [
  ...(['profile', 'set', 'solvers', 'trials', 'ciWidth', 'seed', 'label', 'python', 'timeout', 'fastMath'] as const),
  ...(['device', 'out', 'array', 'beyond', 'print', 'json', 'quiet'] as const),
];

/** What is for this command alone, not for the jobs. */
const ours = new Set<string>(['array', 'beyond', 'print', 'json', 'quiet']);

export const submit = command({
  name: 'submit',
  arguments: { '<pattern...>': 'experiments, as in `run`' },
  rest: 'sbatch flags...',
  summary:
    'let a Slurm cluster compute experiments: a job array, networks first, then a merge; again: what is missing is sent again',
  examples: [
    'submit mif-wmmse --profile paper --array 64 -- --partition=cpu --time=2:00:00',
    'submit fig3 --array 8 --print',
  ],
  options: names,
  async run(
    patterns,
    { out = '.', array = 16, beyond, print = false, json = false, quiet = false, ...asked },
    all,
    flags,
  ) {
    const { requestOf } = await import('../actions/request.ts');
    const { openMatching } = await import('../actions/open-matching.ts');
    const { submit: send } = await import('../actions/submit.ts');
    const studies = await openMatching(patterns, requestOf(asked), out);
    const wordsOf = (name: string) => {
      const accepted = all.find((other) => other.name === name)!.options.filter((option) => !ours.has(option));
      return [...patterns, ...given(accepted, { ...asked, out })];
    };
    const words = { train: wordsOf('train'), run: wordsOf('run'), merge: wordsOf('merge'), submit: wordsOf('submit') };
    return send(studies, { out, array, beyond, print, json, quiet, words, flags });
  },
});
