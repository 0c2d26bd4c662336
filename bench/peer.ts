import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { messages } from '../src/messages.ts';
import { packageRoot } from '../src/package-root.ts';
import type { Timed } from '../src/study/times/alternate.ts';

/** Another program that does the same work: it answers every line on its input, once it has done a step, with the times that it took. */
export interface Peer extends Timed {
  end(): Promise<void>;
}

/** Python as the system installs it, where its PyTorch is. */
const python = '/usr/bin/python3';

/** The BLAS that the system's NumPy and PyTorch call. Beside the reference one any program looks twenty times too fast. */
const printBlas = "import os, glob; print(*[os.path.realpath(p) for p in glob.glob('/usr/lib/*/libblas.so.3')])";

/** Why there is no fair peer on this machine; undefined where there is one. */
function lacking(needed: 'torch' | 'numpy'): string | undefined {
  if (spawnSync(python, ['-c', `import ${needed}`], { stdio: 'ignore' }).status !== 0) {
    return messages.noPeer(needed, `python3-${needed}`);
  }
  const blas = spawnSync(python, ['-c', printBlas], { encoding: 'utf8' }).stdout;
  return blas.includes('/blas/libblas') ? messages.noPeer('fast BLAS', 'libopenblas0-pthread') : undefined;
}

const reasons = new Map<string, string | undefined>();

/** Why there is no fair peer, found out once for each package and then said on stderr. */
function reasonAgainst(needed: 'torch' | 'numpy'): string | undefined {
  if (!reasons.has(needed)) {
    const reason = lacking(needed);
    if (reason !== undefined && ![...reasons.values()].includes(reason)) process.stderr.write(`${reason}\n`);
    reasons.set(needed, reason);
  }
  return reasons.get(needed);
}

/** Starts `bench/<script>` with its arguments; undefined, with a message on stderr, where there is no fair peer. */
export function startPeer(
  script: string,
  args: readonly string[],
  needed: 'torch' | 'numpy' = 'torch',
): Peer | undefined {
  if (reasonAgainst(needed) !== undefined) return undefined;
  const path = join(packageRoot, 'bench', script);
  const child = spawn(python, [path, ...args], { stdio: ['pipe', 'pipe', 'inherit'] });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  return {
    async step() {
      child.stdin.write('\n');
      const { done, value } = await lines.next();
      if (done) throw new Error(`${script} ended early`);
      const [wall, processor] = value.split(' ').map(Number);
      return { wall, processor };
    },
    async end() {
      child.stdin.end();
      if (child.exitCode === null) await once(child, 'exit');
    },
  };
}
