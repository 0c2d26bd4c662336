import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { availableParallelism, freemem, tmpdir, totalmem } from 'node:os';
import { join } from 'node:path';
import { writeDurably } from '../../durable.ts';
import { defaultThreads, withThreads } from '../../executors/threads.ts';
import { packageRoot } from '../../package-root.ts';
import { problems } from '../../problems/index.ts';
import { canonicalHash } from '../../study/canonical.ts';
import { loadProblem } from '../../study/experiment/problem-source.ts';
import { shippedCode } from '../../study/identity/code.ts';
import { machine } from '../../study/results/environment.ts';
import { StoreLease } from '../../study/store/lease.ts';
import { BlockStore } from '../../study/store/store.ts';

/** One thing that a run may need. */
export interface Finding {
  readonly name: string;
  /** `missing` is what only some features need. */
  readonly state: 'works' | 'missing' | 'broken';
  readonly what: string;
}

type Check = () => string | Promise<string>;

/** Tries everything that a run needs, the smallest of each, and says what was found. Writes only below the system's temporary folder. */
export async function diagnose(): Promise<Finding[]> {
  const findings = [
    await tryOut('Node', 'broken', checkNode),
    await tryOut('processor', 'broken', describeMachine),
    await tryOut('build', 'broken', () => `code ${canonicalHash(shippedCode()).slice(0, 12)}`),
    await tryOut('disk', 'broken', checkDisk),
  ];
  for (const id of Object.keys(problems)) {
    findings.push(await tryOut(`problem ${id}`, 'broken', () => solveOnce(id)));
  }
  findings.push(await tryOut('neural networks', 'missing', () => versionOf('onnxruntime-node')));
  findings.push(await tryOut('PNG figures', 'missing', () => versionOf('@resvg/resvg-js')));
  return findings;
}

async function tryOut(name: string, otherwise: 'missing' | 'broken', check: Check): Promise<Finding> {
  try {
    return { name, state: 'works', what: await check() };
  } catch (error) {
    return { name, state: otherwise, what: (error as Error).message.split('\n', 1)[0] };
  }
}

function checkNode(): string {
  const { engines } = JSON.parse(readFileSync(join(packageRoot, 'package.json'), 'utf8')) as {
    engines: { node: string };
  };
  const [major, minor] = process.versions.node.split('.').map(Number);
  const [, least, leastMinor] = (/(\d+)\.(\d+)/.exec(engines.node) ?? []).map(Number);
  if (major < least || (major === least && minor < leastMinor)) {
    throw new Error(`${process.versions.node}; needed: ${engines.node}`);
  }
  return process.versions.node;
}

function describeMachine(): string {
  const gigabytes = (bytes: number) => (bytes / 2 ** 30).toFixed(1);
  const cores = `${availableParallelism()} cores, ${defaultThreads()} workers unless --jobs says otherwise`;
  return `${machine().cpu}, ${cores}, ${gigabytes(freemem())} of ${gigabytes(totalmem())} GiB free`;
}

function checkDisk(): string {
  return inTemporaryFolder((folder) => {
    writeDurably(join(folder, 'file'), 'x');
    return `durable writes work in ${tmpdir()}`;
  });
}

/** Draws and solves a few trials of a problem's default scenario in a worker thread, by its first solver that needs no training. */
async function solveOnce(id: string): Promise<string> {
  const source = { problem: id, solvers: [] };
  const problem = await loadProblem(source);
  const scenario = problem.scenario.parse({});
  for (const [solver, load] of Object.entries(problem.solvers)) {
    const { training, parameters } = await load();
    if (training !== undefined) continue;
    return inTemporaryFolder(async (folder) => {
      const key = canonicalHash({ id, solver });
      const work = {
        ...{ source, experiment: 'doctor', seed: 1, scenario, drawHash: '', range: { first: 0, count: 2 } },
        metrics: [problem.defaultMetric],
        jobs: [{ key, solver, parameters: parameters.parse({}) }],
      };
      const lease = new StoreLease(folder);
      const [outcome] = await withThreads(1, (executor) => executor.compute({ ...work, store: lease.place }));
      lease.release();
      if (outcome.kind === 'failed') throw new Error(`${solver}: ${outcome.what}`);
      if (new BlockStore(folder).read(key).state !== 'stored') throw new Error(`${solver} stored nothing`);
      return `${solver} solves it in a worker thread`;
    });
  }
  return 'only trained solvers; not tried';
}

async function versionOf(name: string): Promise<string> {
  await import(name);
  const path = join(packageRoot, 'node_modules', name, 'package.json');
  return existsSync(path) ? (JSON.parse(readFileSync(path, 'utf8')) as { version: string }).version : 'installed';
}

function inTemporaryFolder<T>(act: (folder: string) => T): T {
  const folder = mkdtempSync(join(tmpdir(), 'reproduce-'));
  const remove = () => rmSync(folder, { recursive: true, force: true });
  const result = act(folder);
  if (result instanceof Promise) return result.finally(remove) as T;
  remove();
  return result;
}
