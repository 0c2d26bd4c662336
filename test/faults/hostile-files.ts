import { execFileSync } from 'node:child_process';
import { symlinkSync, truncateSync } from 'node:fs';
import { npyHeader } from '../../src/arrays/npy.ts';
import { Message } from '../../src/graph/onnx/wire.ts';
import { Workspace } from '../toy/workspace.ts';
import { attack, expectNoBug } from './attacks.ts';
import { Runner } from './command-lines.ts';
import { each } from './disks.ts';

const channels = (file: string) => [
  'sweep',
  'beamforming',
  '--channels',
  file,
  '--set',
  'd=1',
  'snr=10',
  '--solvers',
  'mrt',
];
const figure = ['toy/fig1', '--profile', 'smoke', '--quiet', '--dry-run'];
const network = [
  'sweep',
  'beamforming',
  '--set',
  'M=2',
  'K=2',
  'N=2',
  'd=1',
  'snr=10',
  '--solvers',
  'net.onnx',
  '--trials',
  '5',
];

/** A file that is not what it seems: how it is made, and a command that reads it. All are refused. */
interface Hostile {
  make(workspace: Workspace): void;
  readonly args: readonly string[];
}

const npy = (header: string) => {
  const text = Buffer.from(`${header}\n`);
  const length = Buffer.alloc(4);
  length.writeUInt32LE(text.length);
  return Buffer.concat([Buffer.from('\x93NUMPY\x02\x00', 'latin1'), length, text]);
};

const file = (name: string, content: string | Uint8Array, args: readonly string[]): Hostile => ({
  make: (workspace) => workspace.write(name, content),
  args,
});

/** The toy experiment with something in it changed. */
const yaml = (change: (text: string) => string): Hostile => ({
  make: (workspace) =>
    workspace.write('experiments/toy/fig1.yaml', change(workspace.read('experiments/toy/fig1.yaml'))),
  args: figure,
});

const bomb = [
  'a: &a [x, x, x, x, x, x, x, x, x]',
  ...[...'bcdefghij'].map((name, i) => `${name}: &${name} [${Array(9).fill(`*${'abcdefghi'[i]}`).join(', ')}]`),
];

const hostile: Readonly<Record<string, Hostile>> = {
  'a device without end': { make: () => {}, args: channels('/dev/zero') },
  'a pipe that nobody writes to': {
    make: (workspace) => execFileSync('mkfifo', [workspace.path('h.npy')]),
    args: channels('h.npy'),
  },
  'a file of a terabyte': {
    make(workspace) {
      workspace.write('h.npy', npyHeader([1, 2, 2, 2], true, 'float64'));
      truncateSync(workspace.path('h.npy'), 2 ** 40);
    },
    args: channels('h.npy'),
  },
  'an array that is larger than its file': file(
    'h.npy',
    npyHeader([2 ** 40, 2, 2, 2], true, 'float64'),
    channels('h.npy'),
  ),
  'an array of 30000 axes': file(
    'h.npy',
    npy(`{'descr': '<c16', 'fortran_order': False, 'shape': (${'1, '.repeat(30000)}), }`),
    channels('h.npy'),
  ),
  'an array of Python objects': file(
    'h.npy',
    npy("{'descr': '|O', 'fortran_order': False, 'shape': (1, 2, 2, 2), }"),
    channels('h.npy'),
  ),
  'a header that nests': file('h.npy', npy(`{'descr': ${'['.repeat(50000)}`), channels('h.npy')),
  'a header of 4 GB': file('h.npy', Buffer.from('\x93NUMPY\x02\x00\xff\xff\xff\xff', 'latin1'), channels('h.npy')),
  'an archive that is none': file('h.npz', 'PK\x03\x04'.padEnd(200, '\xff'), channels('h.npz')),
  'a MATLAB file that is none': file(
    'h.mat',
    'MATLAB 5.0 MAT-file'.padEnd(126, ' ').concat('IM', '\x0f\x00\x00\x00\xff\xff\xff\xff'),
    channels('h.mat'),
  ),
  'a MATLAB file of level 7.3 that is none': file(
    'h.mat',
    Buffer.concat([
      Buffer.alloc(512, 'MATLAB 7.3 '),
      Buffer.from('\x89HDF\r\n\x1a\n', 'latin1'),
      Buffer.alloc(4096, 0xff),
    ]),
    channels('h.mat'),
  ),
  'a network that is none': file('net.onnx', Buffer.alloc(2000, 0xff), network),
  'a network of nothing': file('net.onnx', '', network),
  'a network with weights in a file of the system': file(
    'net.onnx',
    new Message()
      .message(
        7,
        new Message().message(
          5,
          new Message().message(13, new Message().text(1, 'location').text(2, '../../../../etc/passwd')).integer(14, 1),
        ),
      )
      .finish(),
    network,
  ),
  'aliases that multiply': yaml(() => bomb.join('\n')),
  'text that stands in itself': yaml((text) => text.replace(/^title: .*/m, 'title: &t [*t]')),
  'lists that nest': yaml((text) => text.replace('N: [2, 4]', `N: ${'['.repeat(20000)}${']'.repeat(20000)}`)),
  'a grid without end': yaml((text) => text.replace('N: [2, 4]', 'N: "1:1e-9:1e9"')),
  'trials without end': yaml((text) => text.replace('trials: 250', 'trials: 1e15')),
  'a label without end': yaml((text) => text.replace('solver: first', `solver: first\n    label: ${'x'.repeat(1e6)}`)),
  'a key that is no key': yaml((text) => text.replace('place: Fig. 1', '__proto__: { polluted: 1 }\nplace: Fig. 1')),
  'a tag that asks for code': yaml((text) =>
    text.replace('place: Fig. 1', 'place: !!js/function "function () { process.exit(9) }"'),
  ),
  'bytes that are no text': yaml(() => '\0\x01\x02id: \x07'),
  'another encoding': {
    make: (workspace) => workspace.write('experiments/toy/fig1.yaml', Buffer.from('\ufeffid: toy/fig1', 'utf16le')),
    args: figure,
  },
  'a colour that fetches': yaml((text) =>
    text.replace('solver: first', 'solver: first\n    style: { color: "url(http://x)" }'),
  ),
  'an expression in a figure': yaml((text) =>
    text.replace('y: { metric: error }', 'y: { metric: error, axis: { labelExpr: "alert(1)" } }'),
  ),
  'a problem that ends the process': {
    make: (workspace) => workspace.write('own.js', 'export default 3;'),
    args: ['sweep', './own.js', '--dry-run'],
  },
  'weights that are none': {
    make(workspace) {
      const text = workspace.read('experiments/toy/fig1.yaml');
      workspace.write('experiments/toy/fig1.yaml', text.replace('  - solver: average', '  - solver: learned'));
      workspace.write('results/toy/weights', 'a file');
    },
    args: ['train', 'toy/fig1', '--quiet'],
  },
  'a folder in the place of results': {
    make: (workspace) => workspace.write('results/toy/fig1.smoke.csv/x', ''),
    args: ['toy/fig1', '--profile', 'smoke', '--quiet'],
  },
  'a circle of links in the place of blocks': {
    make(workspace) {
      workspace.write('.reproduce/x', '');
      symlinkSync('blocks', workspace.path('.reproduce/blocks'));
    },
    args: ['toy/fig1', '--profile', 'smoke', '--quiet'],
  },
  'results with formulas and scripts': {
    make: (workspace) => workspace.write('results/toy/fig1.smoke.csv', '=cmd|"/c calc"!A1,<script>\n'),
    args: ['plot', 'toy/fig1', '--profile', 'smoke'],
  },
};

/** Files that are made to harm are refused in a line, in bounded time. */
export async function hostileFiles(trials: number): Promise<void> {
  const names = Object.keys(hostile);
  await attack('hostile files', Math.min(trials, names.length), each(names), async (name) => {
    const workspace = new Workspace();
    const runner = new Runner(workspace);
    try {
      hostile[name].make(workspace);
      const { code, stderr } = await runner.run(hostile[name].args);
      expectNoBug(stderr);
      if (code !== 2 && code !== 1) throw new Error(`${name} is not refused: exit code ${code}`);
      if (stderr.length > 2000) throw new Error(`${name}: a message of ${stderr.length} characters`);
    } catch (error) {
      throw new Error(`${name}: ${(error as Error).message}`);
    } finally {
      runner.end();
      workspace.remove();
    }
  });
}
