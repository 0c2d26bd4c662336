import { describe, expect, it } from 'vitest';
import { expand } from '../../../src/study/experiment/expand.ts';
import type { Overrides } from '../../../src/study/experiment/plan.ts';
import { loadedToy, toyProblem } from '../toy.ts';

const plan = (replaced: Record<string, unknown>, overrides: Partial<Overrides> = {}) =>
  expand(loadedToy(replaced), toyProblem, { profile: 'quick', ...overrides });

const profiles = (quick: Record<string, unknown>) => ({
  profiles: { smoke: { trials: 2 }, quick: { trials: 20, ...quick }, paper: { trials: 200 } },
});

const axis = async (name: string, ...args: Parameters<typeof plan>) =>
  (await plan(...args)).points.map(({ scenario }) => scenario[name]);

describe('a plan', () => {
  it('has the counts of its profile and the block size and seed of problem and experiment', async () => {
    const { profile, profileName, blockSize, seed } = await plan({ seed: 7 });
    expect({ profile, profileName, blockSize, seed }).toEqual({
      profile: { trials: 20 },
      profileName: 'quick',
      blockSize: 10,
      seed: 7,
    });
    expect((await plan({}, { profile: 'paper' })).profile.trials).toBe(200);
    expect((await plan(profiles({ blockSize: 5 }))).blockSize).toBe(5);
  });

  it('takes trials, width and seed from the command line', async () => {
    const { profile, seed } = await plan({}, { trials: 3, ciWidth: 0.1, seed: 9 });
    expect(profile).toEqual({ trials: 3, ciWidth: 0.1 });
    expect(seed).toBe(9);
  });

  it('has the scenarios of the experiment, of the profile, then of the command line', async () => {
    expect(await axis('snr', {})).toEqual([0, 10]);
    expect(await axis('snr', profiles({ scenarios: [{ snr: 3 }] }))).toEqual([3]);
    expect(await axis('snr', profiles({ set: { snr: '1:1:2' } }))).toEqual([1, 2]);
    expect(await axis('snr', profiles({ set: { snr: 1 } }), { set: { snr: [7, 8] } })).toEqual([7, 8]);
    expect(await axis('M', {}, { set: { M: [2, 3] } })).toEqual([2, 2, 3, 3]);
  });

  it('names the flag, or the line of the profile, that asked for the impossible', async () => {
    await expect(plan({}, { set: { d: [9] } })).rejects.toThrow('--set d=9: d = 9; accepted: at most M');
    await expect(plan({}, { set: { sn: [9] } })).rejects.toThrow('--set sn=9: unknown axis "sn"; did you mean "snr"?');
    await expect(plan(profiles({ set: { d: 9 } }))).rejects.toThrow('fig1.yaml:profiles.quick.set.d: d = 9');
    await expect(plan(profiles({ scenarios: [{ d: 9 }] }))).rejects.toThrow(
      'fig1.yaml:profiles.quick.scenarios.0.d: d = 9',
    );
    await expect(plan({ scenarios: [{ M: 2 }, { d: 9 }] })).rejects.toThrow('fig1.yaml:scenarios.1.d: d = 9');
  });

  it('refuses metrics that the problem does not have', async () => {
    await expect(plan({ metrics: ['rate', 'rates'] })).rejects.toThrow(
      'fig1.yaml:metrics.1: unknown metric "rates"; did you mean "rate"?',
    );
  });

  it('refuses comparisons with curves that the experiment does not have', async () => {
    const names = (await plan({})).series.map(({ name }) => name);
    expect((await plan({ compare: [{ to: names[0], as: 'ratio' }] })).experiment.compare).toHaveLength(1);
    await expect(plan({ compare: [{ to: `${names[0]}x`, as: 'ratio' }] })).rejects.toThrow(
      `fig1.yaml:compare.0.to: unknown curve "${names[0]}x"; did you mean "${names[0]}"?`,
    );
  });
});

describe('the choice of solvers', () => {
  const solvers = [{ solver: 'plain' }, { solver: 'deep' }, { solver: 'deep', parameters: { Ju: 2 } }];
  const names = async (...chosen: string[]) =>
    (await plan({ solvers }, { solvers: chosen })).series.map(({ name }) => name);

  it('is by solver or by series, and does not change what a series is called', async () => {
    expect(await names('deep')).toEqual(['deep(1)', 'deep(2)']);
    expect(await names('deep(2)', 'plain')).toEqual(['plain', 'deep(2)']);
  });

  it('suggests the nearest names', async () => {
    await expect(names('plane')).rejects.toThrow('--solvers plane: unknown solver "plane"; did you mean "plain"?');
  });
});

describe('training budgets', () => {
  const solvers = [{ solver: 'learned' }, { solver: 'learned', parameters: { L: 2, steps: 7 } }, { solver: 'deep' }];
  const steps = async (training: Record<string, unknown>) =>
    (await plan({ solvers, ...profiles({ training }) })).series.map(({ runs }) => runs[0].parameters.steps);

  it('are parameters of learned solvers that leave them out', async () => {
    expect(await steps({})).toEqual([1000, 7, undefined]);
    expect(await steps({ steps: 50 })).toEqual([50, 7, undefined]);
  });

  it('do not reach solvers that are not trained', async () => {
    const [, , deep] = (await plan({ solvers, ...profiles({ training: { L: 3 } }) })).series;
    expect(deep.runs[0].parameters.L).toBe(5);
  });

  it('that no learned solver has or accepts are refused where they are written', async () => {
    await expect(steps({ step: 50 })).rejects.toThrow(
      'fig1.yaml:profiles.quick.training.step: unknown training budget "step"; did you mean "steps"?',
    );
    await expect(steps({ steps: 0 })).rejects.toThrow(
      'fig1.yaml:profiles.quick.training.steps: learned: steps = 0; accepted: at least 1',
    );
  });

  it('refuses values printed for what the experiment does not have, by their line', async () => {
    const solver = String((await plan({})).series[0].name);
    const printed = (other: Record<string, unknown>) => {
      const given = { place: 'Table I', solver, at: {}, along: 'snr', values: { 10: 1 }, ...other };
      return plan({ published: [given] });
    };
    await expect(printed({})).resolves.toBeDefined();
    await expect(printed({ solver: 'nobody' })).rejects.toThrow('published.0.solver: unknown curve "nobody"');
    await expect(printed({ along: 'sn' })).rejects.toThrow('published.0.along: unknown axis "sn"; did you mean "snr"?');
    await expect(printed({ metric: 'none' })).rejects.toThrow('published.0.metric: unknown metric "none"');
  });
});
