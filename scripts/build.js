// Builds everything that `npx reproduce` runs: the WebAssembly kernels, the JavaScript, and the hashes of each problem and solver. What
// nothing has changed for since the last build is kept.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import asc from 'assemblyscript/asc';

const root = fileURLToPath(new URL('..', import.meta.url));
const build = join(root, 'build');
const bin = (name) => join(root, 'node_modules', '.bin', name);
const run = (command, args) => execFileSync(command, args, { cwd: root, stdio: 'inherit' });

const wasm = ['-O3', '--disableWarning', '112'];
// One module for each precision and number of realizations a row. Warning 112 is about v128 arguments of functions that
// are exported from a source file; none of the entry's exports has one.
const lanes = ['f64', 'f32'].flatMap((real) =>
  [64, 32].map((rowBytes) => ({
    source: 'src/lanes/kernels/index.ts',
    out: `src/lanes/kernels.${real}x${(8 * rowBytes) / Number(real.slice(1))}.wasm`,
    options: ['--use', `Real=${real}`, '--use', `RowBytes=${rowBytes}`, '--importTable', ...wasm],
  })),
);
const modules = [
  ...lanes,
  { source: 'src/random/kernels/index.ts', out: 'src/random/normals.wasm', options: wasm },
  { source: 'src/optimizers/kernels/optimizer.ts', out: 'src/optimizers/optimizer.wasm', options: ['-O3'] },
  { source: 'bench/kernels/peak.ts', out: 'bench/peak.wasm', options: ['-O2'] },
];

/**
 * Compiles AssemblyScript with SIMD to a WebAssembly module without a run-time library, unless the compiler, the options and every file
 * that it read for `known` are the same; gives what it has read this time.
 */
async function compileKernels({ source, out, options }, known) {
  const by = [lockedVersion('assemblyscript'), ...options].join(' ');
  const outFile = join(build, out);
  const same = ([file, sha256]) => existsSync(join(root, file)) && hashOf(join(root, file)) === sha256;
  if (known?.by === by && existsSync(outFile) && Object.entries(known.files).every(same)) return known;
  mkdirSync(dirname(outFile), { recursive: true });
  const files = {};
  const readFile = (name, folder) => {
    const path = resolve(folder, name);
    if (!existsSync(path)) return null;
    files[relative(root, path)] = hashOf(path);
    return readFileSync(path, 'utf8');
  };
  const common = [
    '--baseDir',
    root,
    '--outFile',
    join('build', out),
    '--noAssert',
    '--runtime',
    'stub',
    '--enable',
    'simd',
  ];
  const { error, stderr } = await asc.main([source, ...common, ...options], { readFile });
  if (error) throw new Error(`${source} does not compile\n${stderr}`);
  return { by, files };
}

function lockedVersion(name) {
  return JSON.parse(readFileSync(join(root, 'node_modules', name, 'package.json'), 'utf8')).version;
}

function hashOf(file) {
  return createHash('sha256').update(readFileSync(file)).digest('hex');
}

function filesBelow(folder) {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
}

/** Removes the JavaScript of sources that are gone. */
function removeOrphans() {
  for (const file of ['bin', 'bench', 'src'].flatMap((folder) => filesBelow(join(build, folder)))) {
    const source = join(root, relative(build, file)).replace(/(\.d\.ts|\.js)$/, '.ts');
    if (/(\.d\.ts|\.js)$/.test(file) && !existsSync(source)) rmSync(file);
  }
}

const notes = join(build, 'kernels.json');
const known = existsSync(notes) ? JSON.parse(readFileSync(notes, 'utf8')) : {};
const made = {};
for (const module of modules) made[module.out] = await compileKernels(module, known[module.out]);
writeFileSync(notes, `${JSON.stringify(made, null, 1)}\n`);
run(bin('tsc'), ['-p', 'tsconfig.build.json']);
removeOrphans();
chmodSync(join(build, 'bin/reproduce.js'), 0o755);
copyFileSync(join(root, 'src/foreign/hosts/python.py'), join(build, 'src/foreign/hosts/python.py'));
const { hashShippedCode } = await import('../build/src/study/identity/shipped-code.js');
writeFileSync(join(build, 'hashes.json'), `${JSON.stringify(hashShippedCode(build), null, 1)}\n`);
