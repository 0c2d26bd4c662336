import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { packageRoot } from '../../../src/package-root.ts';
import { shippedCode } from '../../../src/study/identity/code.ts';
import { versionOf } from '../../../src/study/identity/installed.ts';

it('knows the version of every package that a problem, a solver or the runner imports', () => {
  const { runner, problems } = shippedCode();
  const code = [runner, ...Object.values(problems).flatMap(({ solvers, ...own }) => [own, ...Object.values(solvers)])];
  const names = new Set(code.flatMap(({ packages }) => packages));
  expect(names).toContain('zod');
  for (const name of names) {
    const described = readFileSync(join(packageRoot, 'node_modules', name, 'package.json'), 'utf8');
    expect(versionOf(name)).toBe(JSON.parse(described).version);
  }
});

it('says which package is not there', () => {
  expect(() => versionOf('no-such-package')).toThrow('no-such-package is not installed');
});
