import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { packageRoot } from '../../src/package-root.ts';

it('is what the package exports: a study runs from a program, with a problem of its own written against it', () => {
  const folder = mkdtempSync(join(tmpdir(), 'library-'));
  try {
    const text = readFileSync(join(packageRoot, 'docs/library.md'), 'utf8');
    const [problem, program] = [...text.matchAll(/```js\n([\s\S]*?)```/g)].map(([, code]) => code);
    const library = JSON.stringify(join(packageRoot, 'build/bin/library.js'));
    for (const [name, code] of Object.entries({ 'coin.js': problem, 'program.mjs': program })) {
      writeFileSync(
        join(folder, name),
        code
          .replaceAll("'reproduce'", library)
          .replaceAll("'zod'", JSON.stringify(join(packageRoot, 'node_modules/zod/index.js'))),
      );
    }
    writeFileSync(join(folder, 'package.json'), '{ "type": "module" }');
    const printed = execFileSync(process.execPath, ['program.mjs'], { cwd: folder, encoding: 'utf8' });
    const [, mean, low, high] = /^majority ([\d.]+) \[([\d.]+), ([\d.]+)\]$/m.exec(printed)!.map(Number);
    // Three fair tosses have a majority of heads with probability 1/2: four standard errors at 2000 trials.
    expect(Math.abs(mean - 0.5)).toBeLessThan((4 * 0.5) / Math.sqrt(2000));
    expect(low < mean && mean < high).toBe(true);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

it('has types for everything that it exports', () => {
  const { exports } = JSON.parse(readFileSync(join(packageRoot, 'package.json'), 'utf8'));
  const types = readFileSync(join(packageRoot, exports['.'].types), 'utf8');
  for (const name of ['Problem', 'Solver', 'Observer', 'Metric', 'Streams', 'runStudy'])
    expect(types).toMatch(new RegExp(`\\b${name}\\b`));
});
