import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/** More than any file of results may have. */
const maxBuffer = 2 ** 29;

/** Tables and provenances, but no weights, which lie deeper, and no values of single trials. */
const isRead = (path: string) => /^results\/[^/]+\/[^/]+\.(csv|json)$/.test(path);

/**
 * The results that a revision of the git repository around `out` has in `out`, in a folder of their own: working tree and index stay as they
 * are. `remove` takes the folder away. Undefined where there is no such revision, no repository or no git.
 */
export function resultsOfRevision(
  revision: string,
  out: string,
): { readonly folder: string; remove(): void } | undefined {
  const git = (...args: string[]) =>
    spawnSync('git', ['-C', out, ...args], { maxBuffer, stdio: ['ignore', 'pipe', 'ignore'] });
  const found = revision.startsWith('-') ? undefined : git('rev-parse', '--verify', '--quiet', `${revision}^{commit}`);
  if (found?.status !== 0) return undefined;
  const commit = found.stdout.toString().trim();
  const folder = mkdtempSync(join(tmpdir(), 'revision-'));
  const paths = git('ls-tree', '-r', '-z', '--name-only', commit, '--', 'results/').stdout.toString().split('\0');
  for (const path of paths.filter(isRead)) {
    const { status, stdout } = git('cat-file', 'blob', `${commit}:./${path}`);
    if (status !== 0) continue;
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), stdout);
  }
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) };
}
