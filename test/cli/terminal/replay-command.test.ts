import { execFileSync } from 'node:child_process';
import { expect, it } from 'vitest';
import { splitOutsideBrackets } from '../../../src/cli/options.ts';
import { replayCommand } from '../../../src/cli/terminal/replay-command.ts';
import { parseSolver } from '../../../src/study/experiment/solver-text.ts';

it('is a command that a shell and the program read back as the failure', () => {
  const parameters = { layers: [2, 4], start: 'strongest rows', scale: 1e-3, note: "it's $HOME", on: true };
  const failure = {
    ...{
      solver: 'mine',
      parameters,
      scenario: { M: 8, preamble: 'a b', alpha: '1 2' },
      seed: 7,
      trial: 12,
      what: 'it broke',
    },
  };
  const source = {
    problem: 'beamforming',
    solvers: [{ name: 'mine', path: '/my own/mine.js', sha256: '0' }],
  };
  const text = replayCommand('echo', failure, source);
  const script = `for word in ${text.slice('echo '.length)}; do printf '%s\\n' "$word"; done`;
  const words = execFileSync('sh', ['-c', script], { encoding: 'utf8' }).trimEnd().split('\n');
  expect(words.slice(0, 5)).toEqual(['--set', 'M=8', 'preamble=a b', 'alpha=1 2', '--solvers']);
  expect(words.slice(6)).toEqual(['--seed', '7', '--trial', '12']);
  const [solver, ...others] = splitOutsideBrackets(words[5]);
  expect(others).toEqual([]);
  expect(parseSolver(solver)).toMatchObject({ name: 'mine', module: '/my own/mine.js', parameters });
});
