// Builds everything that `npx reproduce` runs: the WebAssembly kernels, the JavaScript, and the hashes of each problem and solver.
import { execFileSync } from 'node:child_process';
import { chmodSync, copyFileSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import asc from 'assemblyscript/asc';

const root = fileURLToPath(new URL('..', import.meta.url));
const bin = (name) => join(root, 'node_modules', '.bin', name);
const run = (command, args) => execFileSync(command, args, { cwd: root, stdio: 'inherit' });

/** Compiles AssemblyScript with SIMD to a WebAssembly module without a run-time library. */
async function compileKernels(source, outFile, options) {
  const common = ['--baseDir', root, '--outFile', outFile, '--noAssert', '--runtime', 'stub', '--enable', 'simd'];
  const { error, stderr } = await asc.main([source, ...common, ...options]);
  if (error) throw new Error(`${source} does not compile\n${stderr}`);
}

rmSync(join(root, 'build'), { recursive: true, force: true });
for (const folder of ['build/src/random', 'build/src/lanes', 'build/src/optimizers', 'build/bench'])
  mkdirSync(join(root, folder), { recursive: true });
// One module for each precision and number of realizations a row. Warning 112 is about v128 arguments of functions that
// are exported from a source file; none of the entry's exports has one.
for (const [real, bytes] of Object.entries({ f64: 8, f32: 4 })) {
  for (const rowBytes of [64, 32]) {
    await compileKernels('src/lanes/kernels/index.ts', `build/src/lanes/kernels.${real}x${rowBytes / bytes}.wasm`, [
      ...['--use', `Real=${real}`, '--use', `RowBytes=${rowBytes}`],
      ...['-O3', '--importTable', '--disableWarning', '112'],
    ]);
  }
}
await compileKernels('src/random/kernels/index.ts', 'build/src/random/normals.wasm', [
  '-O3',
  '--disableWarning',
  '112',
]);
await compileKernels('src/optimizers/kernels/optimizer.ts', 'build/src/optimizers/optimizer.wasm', ['-O3']);
await compileKernels('bench/kernels/peak.ts', 'build/bench/peak.wasm', ['-O2']);
run(bin('tsc'), ['-p', 'tsconfig.build.json']);
chmodSync(join(root, 'build/bin/reproduce.js'), 0o755);
copyFileSync(join(root, 'src/foreign/hosts/python.py'), join(root, 'build/src/foreign/hosts/python.py'));
const { hashShippedCode } = await import('../build/src/study/identity/shipped-code.js');
writeFileSync(join(root, 'build/hashes.json'), `${JSON.stringify(hashShippedCode(join(root, 'build')), null, 1)}\n`);
