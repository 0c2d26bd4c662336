import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { bytesIn } from '../../../../src/arrays/byte-reader.ts';
import { openNpy } from '../../../../src/arrays/npy.ts';
import { packageRoot } from '../../../../src/package-root.ts';
import { beamforming } from '../../../../src/problems/beamforming/problem.ts';
import { openChannels } from '../../../../src/problems/beamforming/recorded.ts';
import { streamsFor } from '../../../../src/random/streams.ts';
import { run } from '../solving.ts';
import { type Arrays, type Channel, iterate } from './algorithm.ts';

/*
 * The run in results/lagd/replay: a channel, the first weights of the published code's network (one hidden layer of 20 units, no
 * activation), and the rate after each of 200 iterations with the published code's settings at 30 dB, for whoever wants to compare an
 * implementation of their own step by step.
 */

const folder = join(packageRoot, 'results/lagd/replay');
const theta = join(folder, 'theta.json');
const channel = join(folder, 'channel.npy');
const rates = readFileSync(join(folder, 'rates.csv'), 'utf8')
  .trimEnd()
  .split('\n')
  .slice(1)
  .map((line) => Number(line.split(',')[1]));
const P = 1 + 10 ** 3;

test('the solver repeats it to 1e-9', async () => {
  const scenario = beamforming.scenario.parse({ M: 4, K: 4, N: 1, d: 1, snr: 30, offset: 1 });
  const streams = streamsFor({ seed: 1, experiment: 'replay', scenario: 'replay' });
  const instance = beamforming.draw(scenario, { first: 0, count: 1 }, streams, await openChannels(channel));
  const parameters = { theta, precision: 'f64', report: 'every', iterations: rates.length };
  const { metrics } = await run('lagd', instance, parameters, ['wsr']);
  for (const [i, rate] of rates.entries()) expect(Math.abs(metrics.get(`wsr ${i + 1}`)![0] - rate)).toBeLessThan(1e-9);
});

test('the algorithm, written down number by number, gives it', async () => {
  const { shape, values } = await (await openNpy(bytesIn(readFileSync(channel)), channel)).read('float64');
  expect(shape).toEqual([1, 4, 1, 4]);
  const H: Channel = [0, 1, 2, 3].map((k) =>
    [0, 1, 2, 3].map((m) => [values[2 * (4 * k + m)], values[2 * (4 * k + m) + 1]] as const),
  );
  const sigma2 = 0.1;
  const norm = Math.sqrt(H.flat(2).reduce((sum, x) => sum + x * x, 0) / (sigma2 * P));
  const found = iterate({
    ...{ H, P: sigma2 * P, sigma2, network: 'fnn', layers: 1, activation: 'none', memory: 'none' },
    ...{ convolution: '2-d', kernel: 3, variant: 'anchored', learningRate: 1e-2, iterations: rates.length },
    theta: JSON.parse(readFileSync(theta, 'utf8')) as Arrays,
    V0: H.map((h) => [...h.map(([re]) => re / norm), ...h.map(([, im]) => -im / norm)]),
  });
  for (const [i, { rate }] of found.entries()) expect(Math.abs(rate - rates[i])).toBeLessThan(1e-9);
});
