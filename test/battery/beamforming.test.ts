import { beamforming } from '../../src/problems/beamforming/problem.ts';
import { battery, type Declared } from './battery.ts';
import { downlinkTested, singleCell } from './downlink.ts';

const tested = downlinkTested(beamforming, singleCell);

/** What solvers declare; those that are not named pass the whole battery with their defaults. */
const declared: Readonly<Record<string, Declared>> = {
  wmmse: { parameters: { iterations: 4 } },
  'r-wmmse': { parameters: { iterations: 4 } },
  'wmmse-bisection': { parameters: { iterations: 4 } },
  'mif-wmmse': { parameters: { iterations: 6, Ju: 2 } },
  iaidnn: {
    parameters: { L: 2, weights: 'untrained' },
    exceptions: {
      'user permutation': 'every user has matrices of his own',
      'global phase': 'the offsets O do not turn with the channel',
    },
  },
  'gradient-ascent': { parameters: { iterations: 30 } },
  adam: {
    parameters: { iterations: 30 },
    exceptions: { 'global phase': 'real and imaginary parts have steps of their own' },
  },
  lagd: {
    parameters: { iterations: 20, units: 6, precision: 'f64' },
    exceptions: { 'global phase': 'the network sees real and imaginary parts' },
  },
  'unfolded-mif-wmmse': { parameters: { Ju: 2, Jv: 3, L: 3, weights: 'untrained' } },
};

for (const [name, load] of Object.entries(beamforming.solvers)) battery(tested, name, load, declared[name] ?? {});

battery(tested, 'wmmse', beamforming.solvers.wmmse, {});
battery(tested, 'wmmse', beamforming.solvers.wmmse, {
  parameters: { iterations: 4, start: 'random' },
  exceptions: {
    'user permutation': 'the random start does not follow the users',
    'global phase': 'the random start does not follow the phase',
  },
});
battery(tested, 'gradient-ascent', beamforming.solvers['gradient-ascent'], {
  parameters: { iterations: 15, rule: 'backtracking', step: 1 },
});
battery(tested, 'lagd', beamforming.solvers.lagd, {
  parameters: { iterations: 20, units: 6, layers: 2, network: 'lstm', memory: 'carried', variant: 'iterated' },
  exceptions: {
    'user permutation': 'single precision',
    'global phase': 'the network sees real and imaginary parts',
  },
});
battery(tested, 'lagd', beamforming.solvers.lagd, {
  parameters: { iterations: 20, units: 2, network: 'cnn', start: 'random', restarts: 3, precision: 'f64' },
  exceptions: {
    'user permutation': 'the random start and a convolution do not follow the users',
    'global phase': 'the network sees real and imaginary parts',
  },
});
