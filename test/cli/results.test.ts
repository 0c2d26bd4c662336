import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Workspace } from '../toy/workspace.ts';

let workspace: Workspace;

beforeEach(() => {
  workspace = new Workspace();
  workspace.write(
    'experiments/toy/claims.yaml',
    `paper: toy
claims:
  - { id: more-is-better, kind: ordering, place: Fig. 1, says: Averaging beats a single observation., experiment: fig1,
      metric: error, above: first, below: average, tolerance: 0, profile: smoke }
  - { id: upside-down, kind: ordering, place: Fig. 1, says: A single observation beats averaging., experiment: fig1,
      metric: error, above: average, below: first, tolerance: 0, profile: smoke }
  - { id: big, kind: value, place: Fig. 1, says: A single observation errs by 1., experiment: fig1, metric: error,
      of: first, value: 1, tolerance: 0.3, profile: paper }
  - { id: fast, kind: not-attempted, place: Abstract, says: It is fast | really., reason: no number is given }
`,
  );
});

afterEach(() => workspace.remove());

const run = (...args: string[]) => workspace.run(...args);

describe('claims', () => {
  it('are judged after a run, and from stored results; with --strict 1 where one is contradicted, 3 where one is undecided', async () => {
    expect((await run('claims', 'toy')).stdout).toContain('toy: 4 not attempted');
    const done = await run('toy/fig1', '--profile', 'smoke');
    expect(done.code).toBe(0);
    expect(done.stdout).toContain('claims: 1 reproduced, 1 contradicted, 1 inconclusive');
    const { code, stdout } = await run('claims', 'toy', '--json');
    expect(code).toBe(0);
    expect((await run('claims', 'toy', '--strict')).code).toBe(1);
    const records = JSON.parse(stdout);
    expect(records.map(({ verdict }: { verdict: string }) => verdict)).toEqual([
      ...['reproduced', 'contradicted', 'inconclusive', 'not attempted'],
    ]);
    const [{ numbers, interval, ...record }] = records;
    expect(record).toMatchObject({ paper: 'toy', id: 'more-is-better', kind: 'ordering', known: null });
    expect(record.command).toBe('reproduce run toy/fig1 --profile smoke');
    // Both scenarios; the mean of 2 observations gains 0.5 in expectation, that of 4 gains 0.75: the first decides.
    expect(numbers).toHaveLength(2);
    expect(numbers[0]).toMatchObject({ at: { N: 2 }, basis: 'paired', n: 250, accepted: [0, null], outcome: 'holds' });
    expect(interval).toEqual(numbers[0].interval);
    expect(records[3]).toMatchObject({ kind: 'not-attempted', numbers: [], interval: null, command: null });
    const only = await run('claims', 'toy/fig1', '--md');
    expect(only.stdout).toContain('| Fig. 1 | Averaging beats a single observation. | reproduced |');
    expect(only.stdout).toContain('It is fast \\| really.');
    const file = workspace.read('experiments/toy/claims.yaml');
    const reason = 'reason: the paper has it the wrong way round, experiment';
    workspace.write(
      'experiments/toy/claims.yaml',
      file.replace('beats averaging., experiment', `beats averaging., ${reason}`),
    );
    const explained = await run('claims', 'toy', '--strict');
    expect(explained.code).toBe(3);
    expect(explained.stdout).toContain('known: the paper has it the wrong way round');
  });

  it('that name what the experiment does not have are refused before anything runs', async () => {
    const file = workspace.read('experiments/toy/claims.yaml');
    workspace.write('experiments/toy/claims.yaml', file.replace('above: first', 'above: fist'));
    const { code, stderr } = await run('toy/fig1', '--profile', 'smoke');
    expect(code).toBe(2);
    expect(stderr).toMatch(/claims\.yaml:\d+:\d+: unknown curve "fist"; did you mean "first"\?/);
    expect(() => workspace.files('.reproduce')).toThrow();
  });
});

describe('check', () => {
  it('passes byte by byte, notices a moved curve and draws it, and says when nothing can be decided', async () => {
    const problem = (rate: string) =>
      workspace.write(
        'problem.js',
        `import toy from '${workspace.toy}';
        const average = await toy.solvers.average();
        const solve = (instance, parameters, observer) => average.solve(instance, { ...parameters, rate: ${rate} }, observer);
        export default { ...toy, solvers: { ...toy.solvers, average: async () => ({ ...average, solve }) } };`,
      );
    problem('parameters.rate');
    const written = workspace.read('experiments/toy/fig1.yaml');
    workspace.write('experiments/toy/fig1.yaml', written.replace(workspace.toy, workspace.path('problem.js')));
    const nothing = await run('check', 'toy/fig1', '--json');
    expect(nothing.code).toBe(3);
    expect(JSON.parse(nothing.stdout)).toMatchObject([{ outcome: 'inconclusive', points: [] }]);

    await run('toy/fig1', '--profile', 'paper', '--quiet');
    const same = await run('check', 'toy/fig1', '--profile', 'paper', '--json');
    expect(same.code).toBe(0);
    expect(JSON.parse(same.stdout)).toMatchObject([{ outcome: 'pass', mode: 'bytes' }]);
    const wide = await run('check', 'toy/fig1', '--profile', 'smoke', '--seed', '7', '--tolerance', '0.4');
    expect(wide.stdout).toMatch(/^PASS {2}toy\/fig1: 22 of 22 points agree \(250 trials, seed 7\)\n/);
    expect(wide.code).toBe(0);
    const narrow = await run('check', 'toy/fig1', '--seed', '7', '--tolerance', '0.001');
    expect(narrow.code).toBe(3);

    problem('0.1');
    const moved = await run('check', 'toy/fig1', '--profile', 'quick', '--json');
    expect(moved.code).toBe(1);
    const [report] = JSON.parse(moved.stdout);
    expect(report.why).toMatch(/; changed since: problem, solver average, solver first$/);
    const failed = report.points.filter(({ outcome }: { outcome: string }) => outcome === 'fail');
    expect(new Set(failed.map(({ point }: { point: { solver: string } }) => point.solver))).toEqual(
      new Set(['average']),
    );
    expect(report.files).toContain('figures/toy/fig1.check.svg');
    const picture = workspace.read('figures/toy/fig1.check.svg');
    expect(picture).toContain('average, stored');
    expect(picture).toContain('average, now');
  });
});

describe('sweep', () => {
  const set = ['--set', 'N=1,2,4', 'mu=1'];

  it('writes CSV, provenance and figure side by side, with solvers from files', async () => {
    workspace.write(
      'own/median.js',
      'export default { parameters: { step: 1 }, estimate: ({ row }) => [...row].sort((a, b) => a - b)[row.length >> 1] };',
    );
    const { code, stderr, stdout } = await run(
      ...['sweep', workspace.toy, ...set, '--solvers', 'first,./own/median.js:step=1,average:rate=1:iterations=1'],
      ...['-n', '300', '--metric', 'error,nmse', '--out', 'my.csv'],
    );
    expect(stderr).toBe('');
    expect(code).toBe(0);
    for (const file of ['my.csv', 'my.json', 'my.svg']) expect(stdout).toContain(`wrote ${file}`);
    const lines = workspace.read('my.csv').trim().split('\n');
    expect(lines[0]).toBe('experiment,solver,metric,unit,N,mu,shift,iteration,n,mean,stderr,ci95_low,ci95_high');
    expect(new Set(lines.slice(1).map((line) => line.split(',').slice(0, 2).join()))).toEqual(
      new Set(['sweep/toy,first', 'sweep/toy,median', 'sweep/toy,average']),
    );
    const values = (solver: string) =>
      lines
        .filter((line) => line.includes(`,${solver},error,1,1,`))[0]
        .split(',')
        .slice(7);
    expect(values('median').slice(1)).toEqual(values('first').slice(1));
  });

  it('computes again what a changed file gives, and nothing else', async () => {
    const args = ['sweep', workspace.toy, ...set, '--solvers', 'first,./mine.js', '-n', '100', '--json'];
    workspace.write('mine.js', 'export default { estimate: ({ row }) => row[0] };');
    expect(JSON.parse((await run(...args)).stdout).blocks.computed).toBe(6);
    workspace.write('mine.js', 'export default { estimate: ({ row }) => row[0] / 2 };');
    expect(JSON.parse((await run(...args)).stdout).blocks.computed).toBe(3);
  });

  it.each([
    [['nix'], /unknown problem "nix"; accepted: /],
    [['beamforming', '--metric', 'wrs'], /--metric wrs: unknown metric "wrs"; did you mean "wsr"\?/],
    [['beamforming', '--set', 'N=1:0:3'], /N = "1:0:3" never gets from the first value to the last/],
    [
      ['beamforming', '--set', 'M=4,8', 'K=1,2', 'N=1,2', 'd=1', 'snr=0,1', 'alpha=1,2', '--solvers', 'mrt'],
      /--set: the grid has several values of alpha, which the figure cannot show beside M, K, snr, N; accepted: /,
    ],
    [['beamforming', '--out', 'x.txt'], /--out x\.txt: accepted: a file that ends in \.csv/],
    [['beamforming', '--channels', 'none.npy'], /none\.npy does not exist/],
  ])('refuses %j', async (args, message) => {
    const { code, stderr } = await run('sweep', ...args);
    expect(code).toBe(2);
    expect(stderr).toMatch(message);
    expect(stderr.trim().split('\n')).toHaveLength(1);
  });
});

describe('a figure of single trials', () => {
  const toEcdf = (text: string) =>
    text.replace(
      /^figure:[\s\S]*/m,
      'figure:\n  mark: ecdf\n  encoding: { x: { field: value, metric: error } }\n  facet: { column: { field: N } }\n',
    );
  const values = 'results/toy/fig2.smoke.values.safetensors';

  /** A figure of means and one of single trials. */
  const drawBoth = () => {
    const figure = workspace.read('experiments/toy/fig1.yaml');
    workspace.write('experiments/toy/fig2.yaml', toEcdf(figure.replace('toy/fig1', 'toy/fig2')));
    return run('toy', '--profile', 'smoke');
  };

  it('is drawn again from the values stored with its results, without any block', async () => {
    const ran = await drawBoth();
    expect(ran.stdout).toContain(`wrote ${values}`);
    const drawn = workspace.read('figures/toy/fig2.smoke.svg');
    expect(existsSync(workspace.path('results/toy/fig1.smoke.values.safetensors'))).toBe(false);
    rmSync(workspace.path('.reproduce'), { recursive: true });
    rmSync(workspace.path('figures'), { recursive: true });
    expect(await run('plot', 'toy')).toMatchObject({
      ...{ code: 0, stderr: '' },
      stdout: 'wrote figures/toy/fig1.smoke.svg\nwrote figures/toy/fig2.smoke.svg\n',
    });
    expect(workspace.read('figures/toy/fig2.smoke.svg')).toBe(drawn);
    expect((await run('report', 'toy')).code).toBe(0);
    expect(workspace.read('report.html')).toContain('Empirical CDF');
  });

  it('whose values are damaged is left out by name, the others are drawn', async () => {
    await drawBoth();
    const bytes = readFileSync(workspace.path(values));
    bytes[bytes.length - 1] ^= 1;
    writeFileSync(workspace.path(values), bytes);
    const plot = await run('plot', 'toy');
    expect(plot).toMatchObject({ code: 1, stdout: 'wrote figures/toy/fig1.smoke.svg\n' });
    expect(plot.stderr).toMatch(new RegExp(`^toy/fig2 is left out: ${values} is damaged[^\\n]*\\n$`));
    expect(await run('plot', 'toy/fig2')).toMatchObject({
      code: 2,
      stderr: expect.stringMatching(/^reproduce: [^\n]*\n$/),
    });
  });
});

describe('results at several scales', () => {
  it('a small run shows the verdicts of the stored results at the scale of the paper beside its own', async () => {
    await run('toy/fig1', '--profile', 'paper', '--quiet');
    const { stdout } = await run('toy/fig1', '--profile', 'smoke');
    expect(stdout).toContain(
      "claims: 1 reproduced, 1 contradicted, 1 inconclusive; by the stored results at the paper's scale: 2 reproduced, 1 contradicted",
    );
    expect(stdout).toMatch(/inconclusive +big .*\n.*\n +at the paper's scale: reproduced: /);
  });

  it('of an experiment that is not in this folder are those that come with the package', async () => {
    const claims = async () =>
      JSON.parse((await run('claims', 'csi-l2o', '--json')).stdout) as { command: string | null }[];
    const others = (all: { command: string | null }[]) =>
      all.filter(({ command }) => !command?.includes('csi-l2o/table5'));
    const shipped = await claims();
    expect(others(shipped).some((claim) => 'numbers' in claim && claim.numbers !== null)).toBe(true);
    expect((await run('csi-l2o/table5', '--profile', 'smoke', '--quiet')).code).toBe(0);
    const now = await claims();
    expect(others(now)).toEqual(others(shipped));
    expect(now).not.toEqual(shipped);
  });

  it('unknown names bring up the nearest, of commands too', async () => {
    expect((await run('lst')).stderr).toBe('reproduce: unknown experiment "lst"; did you mean "list"?\n');
    expect((await run('info', 'wmmsee')).stderr).toBe(
      'reproduce: unknown experiment "wmmsee"; did you mean "wmmse"?\n',
    );
    expect((await run('nonsense')).stderr).toMatch(
      /^reproduce: unknown experiment "nonsense"; accepted: all, csi-l2o, [^\n]{1,80}\n$/,
    );
  });
});

describe('a figure of earlier results', () => {
  it('is taken away by newer ones, in whatever format it was drawn', async () => {
    await run('toy/fig1', '--profile', 'smoke', '--quiet');
    await run('plot', 'toy/fig1', '--format', 'vl.json,pdf');
    await run('plot', 'toy/fig1', '--format', 'svg', '--width', 'single');
    const drawn = () => readdirSync(workspace.path('figures/toy')).sort();
    const old = ['fig1.smoke.pdf', 'fig1.smoke.single.svg', 'fig1.smoke.svg', 'fig1.smoke.vl.json'];
    expect(drawn()).toEqual(old);
    workspace.write('figures/toy/fig1.smoke.notes.md', 'mine');
    await run('toy/fig1', '--profile', 'smoke', '--quiet');
    expect(drawn()).toEqual(['fig1.smoke.notes.md', 'fig1.smoke.svg']);
  });
});

describe('outputs', () => {
  const sweep = (...args: string[]) =>
    run('sweep', workspace.toy, '--set', 'N=2', 'mu=1', '--solvers', 'first', '-n', '10', '--quiet', ...args);

  it.each([
    ['--out', 'package.csv', 'package.json', '{"name":"mine"}'],
    ['--out', 'notes.csv', 'notes.csv', 'to,buy\nmilk,1\n'],
    ['--out', 'drawing.csv', 'drawing.svg', '<svg/>'],
    ['--per-trial', 'each.csv', 'each.csv', 'my,own\n'],
  ])('%s %s leaves a file of another origin alone, unless --overwrite', async (flag, name, file, content) => {
    workspace.write(file, content);
    const { code, stderr } = await sweep(flag, name);
    expect(code).toBe(2);
    expect(stderr).toBe(
      `reproduce: ${flag} ${file}: it is there and was not written by this program as such; ` +
        '--overwrite replaces it, another name leaves it alone\n',
    );
    expect(workspace.read(file)).toBe(content);
    expect((await sweep(flag, name, '--overwrite')).code).toBe(0);
    expect(workspace.read(file)).not.toBe(content);
  });

  it('replace earlier ones of the same kind, and no others of this program', async () => {
    const both = ['--out', 'a.csv', '--per-trial', 'each.csv'];
    expect((await sweep(...both)).code).toBe(0);
    expect((await sweep(...both)).code).toBe(0);
    expect((await sweep('--out', 'each.csv')).code).toBe(2);
    expect((await sweep('--per-trial', 'a.csv')).code).toBe(2);
  });

  it('are refused where two would be one file, or a file that the run reads', async () => {
    const twice = await sweep('--out', 'x.csv', '--per-trial', './x.csv');
    expect(twice).toMatchObject({ code: 2, stderr: expect.stringContaining('--out writes it too') });
    workspace.write('mine.js', 'export default { estimate: (row) => row[0] };');
    const other = await sweep('--solvers', './mine.js', '--per-trial', 'mine.js', '--overwrite');
    expect(other).toMatchObject({ code: 2, stderr: expect.stringContaining('accepted: a file that ends in .csv') });
  });

  it('of report and draw keep to the same rule', async () => {
    workspace.write('notes.html', '<p>mine');
    expect(await run('report', 'toy', '--out', 'notes.html')).toMatchObject({ code: 2 });
    expect(await run('report', 'toy', '--out', 'notes.txt')).toMatchObject({ code: 2 });
    expect(workspace.read('notes.html')).toBe('<p>mine');
    const draw = ['draw', 'beamforming', '--set', 'K=2', 'd=1', '--trials', '2', '--out', 'h.npy', '--quiet'];
    expect((await run(...draw)).code).toBe(0);
    expect(await run(...draw)).toMatchObject({ code: 2, stderr: expect.stringContaining('it is there already') });
    expect((await run(...draw, '--overwrite')).code).toBe(0);
  });
});

describe('listings', () => {
  it('list, info, doctor and completion say what there is, also as JSON', async () => {
    const listed = JSON.parse((await run('list', '--json')).stdout);
    expect(listed.find(({ id }: { id: string }) => id === 'toy/fig1')).toMatchObject({
      ...{ place: 'Fig. 1', title: 'Squared error over the iterations', seconds: { quick: null, paper: null } },
    });
    const info = await run('info', 'toy/fig1');
    expect(info.stdout).toContain('profile   paper: 2 scenarios, 2000 trials');
    const problem = JSON.parse((await run('info', workspace.toy, '--json')).stdout)[0];
    expect(problem.axes.N).toMatchObject({ default: 4, accepted: 'integer 1..' });
    const doctor = await run('doctor', '--json');
    expect(doctor.code).toBe(0);
    expect(JSON.parse(doctor.stdout)[0]).toEqual({ name: 'Node', state: 'works', what: process.versions.node });
    const words = (...typed: string[]) =>
      run('completion', 'words', '--', ...typed).then(({ stdout }) => stdout.trim().split('\n'));
    expect(await words('ru')).toEqual(expect.arrayContaining(['run', 'sweep', 'toy/fig1']));
    expect(await words('check', '--to')).toEqual(expect.arrayContaining(['--tolerance']));
    expect(await words('sweep', '')).toContain('beamforming');
  });

  it('report is one page with every figure and its claims', async () => {
    await run('toy/fig1', '--profile', 'smoke', '--quiet');
    expect((await run('report', 'toy')).stdout).toBe('wrote report.html\n');
    const page = workspace.read('report.html');
    expect(page).toContain('Averaging beats a single observation.');
    expect(page).toContain('npx reproduce run toy/fig1 --profile smoke');
  });
});

describe('results whose experiment has changed since', () => {
  const changed = 'toy/fig1: its experiment has changed since its results were made (scenarios); run it again\n';

  it('are told by claims, plot, report and check, and judged by none; other words are no change', async () => {
    await run('toy/fig1', '--profile', 'paper');
    const written = workspace.read('experiments/toy/fig1.yaml');
    workspace.write('experiments/toy/fig1.yaml', written.replace('Squared error over', 'The squared error over'));
    expect(await run('claims', 'toy/fig1', '--strict')).toMatchObject({ stderr: '', code: 1 });
    workspace.write('experiments/toy/fig1.yaml', written.replace('N: [2, 4]', 'N: [2, 5]'));
    const claims = await run('claims', 'toy/fig1', '--strict');
    expect(claims).toMatchObject({ stderr: changed, code: 3 });
    expect(claims.stdout).toContain('toy: 3 inconclusive');
    const plot = await run('plot', 'toy/fig1');
    expect(plot).toMatchObject({ stderr: changed, code: 0 });
    expect(workspace.read('figures/toy/fig1.svg').replaceAll(/<[^>]*>/g, ' ')).toMatch(
      /its\s+experiment\s+has\s+changed/,
    );
    expect(await run('report', 'toy/fig1')).toMatchObject({ stderr: changed, code: 0 });
    expect(workspace.read('report.html')).toContain('its experiment has changed since');
    const check = await run('check', 'toy/fig1');
    expect(check).toMatchObject({ stdout: `FAIL  ${changed}`, code: 1 });
  });
});

describe('results whose code has changed since', () => {
  it('are told once, and the numbers are left to check', async () => {
    await run('toy/fig1', '--profile', 'paper');
    const results = workspace.path('results/toy/fig1.json');
    const provenance = JSON.parse(workspace.read('results/toy/fig1.json'));
    provenance.code.problem.sha256 = '0'.repeat(64);
    delete provenance.checksum;
    writeFileSync(results, JSON.stringify(provenance));
    const { stderr, stdout } = await run('claims', 'toy/fig1');
    expect(stderr).toBe(
      'code has changed since the results of toy/fig1 were made (problem); "reproduce check" says whether numbers moved\n',
    );
    expect(stdout).toContain('toy: 2 reproduced');
    delete provenance.code;
    delete provenance.experiment.content;
    writeFileSync(results, JSON.stringify(provenance));
    expect((await run('claims', 'toy/fig1')).stderr).toBe(
      `the results of toy/fig1 do not say from which experiment they are (made before that was recorded)
the results of toy/fig1 do not say from which code they are (made before that was recorded)
`,
    );
  });
});
