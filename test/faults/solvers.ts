import { Workspace } from '../toy/workspace.ts';
import { attack, expectNoBug } from './attacks.ts';
import { each } from './disks.ts';

/** Solvers of the user's that do what they should not: a name and the text of the file. */
const hostile: Readonly<Record<string, string>> = {
  'ends.js': 'export const estimate = () => process.exit(0);',
  'ends-at-import.js': 'process.exit(0); export const estimate = () => 0;',
  'waits-at-import.js': 'await new Promise(() => {}); export const estimate = () => 0;',
  'loops-at-import.js': 'for (;;); export const estimate = () => 0;',
  'loops.js': 'export const estimate = () => { for (;;); };',
  'idles.js': 'setInterval(() => {}, 9); export const estimate = () => new Promise(() => {});',
  'kills-itself.js': "export const estimate = () => process.kill(process.pid, 'SIGKILL');",
  'aborts.js': 'export const estimate = () => process.abort();',
  'memory.js': 'export const estimate = () => { const a = []; for (;;) a.push(new Array(1e6).fill(a.length)); };',
  'deep.js': 'const f = (n) => f(n + 1) + 1; export const estimate = () => f(0);',
  'throws-nothing.js': 'export const estimate = () => { throw null; };',
  'throws-text.js': "export const estimate = () => { throw '\\x1b[2J' + 'x'.repeat(1e6); };",
  'throws-proxy.js': "export const estimate = () => { throw new Proxy({}, { get() { throw new Error('again'); } }); };",
  'rejects-late.js':
    "export const estimate = () => { Promise.reject(new Error('late')); return new Promise((r) => setTimeout(r, 100)); };",
  'not-a-number.js': 'export const estimate = () => NaN;',
  'infinite.js': 'export const estimate = () => Infinity;',
  'text.js': "export const estimate = () => '3';",
  'nothing.js': 'export const estimate = () => undefined;',
  'too-many.js': 'export const estimate = () => [1, 2, 3];',
  'huge.js': 'export const estimate = () => new Array(1e7).fill(1);',
  'getter.js': "export const estimate = () => ({ get value() { throw new Error('no'); } });",
  'writes-noise.js':
    "import { writeSync } from 'node:fs'; export const estimate = () => { writeSync(4, 'noise\\n'); return 0; };",
  'closes.js': "import { closeSync } from 'node:fs'; export const estimate = () => { closeSync(4); return 0; };",
  'no-export.js': 'export const other = 1;',
  'syntax.js': 'export const estimate = (',
  'imports-nothing.js': "import './is-not-there.js'; export const estimate = () => 0;",
  'imports-itself.js': "import './imports-itself.js'; export const estimate = () => NaN;",
  'ends.py': 'import os\ndef estimate(row):\n    os._exit(0)\n',
  'loops.py': 'def estimate(row):\n    while True: pass\n',
  'raises.py': 'def estimate(row):\n    raise SystemExit(3)\n',
  'shape.py': 'import numpy as np\ndef estimate(row):\n    return np.zeros((3, 3))\n',
  'closes.py': 'import os\ndef estimate(row):\n    os.close(4)\n    return 0.0\n',
  'syntax.py': 'def estimate(row:\n',
};

/** What is harmless although it looks otherwise: the published solvers' numbers are those of a run without it. */
const patching: Readonly<Record<string, string>> = {
  'patches.js':
    'Math.sqrt = Math.log2 = () => 0; Array.prototype.map = () => []; Promise.prototype.then = () => {}; JSON.parse = () => 0; export const estimate = ({ row }) => row[0];',
  'forks.js':
    "import { spawn } from 'node:child_process'; spawn('sleep', ['1'], { stdio: 'inherit' }); export const estimate = ({ row }) => row[0];",
  'prints.js':
    "process.stdout.write('{\"rows\":[]}'.repeat(99)); export const estimate = ({ row }) => { console.log('x'); return row[0]; };",
};

/** A solver of the user's fails by itself, with exit code 1 and its name, and nothing of a published solver's numbers changes. */
export async function hostileSolvers(trials: number): Promise<void> {
  const workspace = new Workspace();
  try {
    const all = Object.entries({ ...hostile, ...patching });
    for (const [name, text] of all) workspace.write(name, text);
    const sweep = (solvers: string) =>
      workspace.run(
        ...['sweep', workspace.toy, '--set', 'mu=1', '--solvers', solvers, '-n', '20', '--out', 'o.csv', '--json'],
        ...['--timeout', '2', '--fresh', '--quiet'],
      );
    await sweep('average,first');
    const alone = workspace.read('o.csv');
    const published = () =>
      workspace
        .read('o.csv')
        .split('\n')
        .filter((line) => /,(average|first),/.test(line));
    const expected = alone.split('\n').filter((line) => /,(average|first),/.test(line));
    await attack('hostile solvers', Math.min(trials, all.length), each(all.map(([name]) => name)), async (name) => {
      workspace.write('o.csv', alone);
      const { code, stdout, stderr } = await sweep(`average,first,./${name}`);
      const ours = stderr.split('\n').filter((line) => line.startsWith('reproduce:') || line.includes(' failed at '));
      expectNoBug(ours.join('\n'));
      const isFailure = name in hostile;
      if (name === 'patches.js' ? code === null : code !== (isFailure ? 1 : 0) && !(isFailure && code === 2))
        throw new Error(`${name}: exit code ${code}\n${stderr}`);
      if (isFailure && !ours.some((line) => line.includes(name.replace(/\.\w+$/, ''))))
        throw new Error(`${name} is not named:\n${stderr}`);
      if (ours.some((line) => line.length > 2000)) throw new Error(`${name}: a line without end`);
      if (stdout !== '' && JSON.parse(stdout).exitCode !== code) throw new Error(`${name}: the data are not whole`);
      if (JSON.stringify(published()) !== JSON.stringify(expected))
        throw new Error(`${name} changed what others compute`);
    });
  } finally {
    workspace.remove();
  }
}
