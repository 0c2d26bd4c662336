import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { NpyWriter } from '../../../src/arrays/npy-writer.ts';
import { knownOf } from '../../../src/problems/beamforming/instance.ts';
import { beamforming } from '../../../src/problems/beamforming/problem.ts';
import { streamsFor } from '../../../src/random/streams.ts';

let folder: string;
let path: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'channels-'));
  path = join(folder, 'h.npy');
  // Two trials of two users with one antenna each, M = 2: user 0 has powers 1, 4, 9, 0, user 1 those of 2, 2, 2, 0.
  const values = Float64Array.of(1, 0, 0, 2, 1, 1, 1, 1, 0, 3, 0, 0, 1, 1, 0, 0);
  const array = { shape: [2, 2, 1, 2], complex: true, values };
  const writer = new NpyWriter(path, 2, array);
  writer.append(array);
  writer.finish();
});

afterAll(() => rmSync(folder, { recursive: true }));

test('errors in channels of a file are in proportion to the mean power that a user has in all of it', async () => {
  const recorded = await beamforming.open!(path);
  const scenario = beamforming.scenario.parse({ ...recorded.axes, d: 1, errorVariance: 0.2 });
  const streams = streamsFor({ seed: 1, experiment: 'test', scenario: 'test' });
  const whole = beamforming.draw(scenario, { first: 1, count: 1 }, streams, recorded);
  expect([...whole.H]).toEqual([0, 3, 0, 0, 1, 1, 0, 0]);
  const known = knownOf(whole);
  expect(known.H).not.toEqual(whole.H);
  // (1 + 4 + 9 + 0) / 4 and (2 + 2 + 2 + 0) / 4, a fifth of each.
  expect([...known.errorVariance!]).toEqual([0.7, 0.3].map((variance) => expect.closeTo(variance, 12)));
});

test('a file goes with no axis of how channels are drawn', async () => {
  const { drawnOnly } = await beamforming.open!(path);
  expect(drawnOnly).toEqual(['txCorrelation', 'rxCorrelation', 'riceFactor', 'pathLoss', 'nearest']);
});
