import { describe, expect, test } from 'vitest';
import { pathGain, stationPlaces, userPlaces } from '../../../src/problems/multicell/geometry.ts';
import { streamsFor } from '../../../src/random/streams.ts';

const streams = streamsFor({ seed: 3, experiment: 'test', scenario: 'geometry' });

describe('stations', () => {
  test('of a line stand side by side', () => {
    expect(stationPlaces(3, 0.5, 'line')).toEqual([
      { x: 0, y: 0 },
      { x: 0.5, y: 0 },
      { x: 1, y: 0 },
    ]);
  });

  test('of a grid fill a square row by row', () => {
    const places = stationPlaces(8, 2, 'grid').map(({ x, y }) => [x, y]);
    expect(places).toEqual([
      [0, 0],
      [2, 0],
      [4, 0],
      [0, 2],
      [2, 2],
      [4, 2],
      [0, 4],
      [2, 4],
    ]);
  });
});

test('users stand in the ring around their station, uniformly by area and in all directions', () => {
  const stations = stationPlaces(2, 2.8, 'line');
  const squares: number[] = [];
  const directions: number[] = [];
  for (let trial = 0; trial < 1000; trial++) {
    userPlaces(stations, 3, streams, trial).forEach(({ x, y }, k) => {
      const station = stations[Math.floor(k / 3)];
      squares.push((x - station.x) ** 2 + (y - station.y) ** 2);
      directions.push(Math.atan2(y - station.y, x - station.x));
    });
  }
  expect(Math.min(...squares)).toBeGreaterThanOrEqual(0.1 ** 2 - 1e-12);
  expect(Math.max(...squares)).toBeLessThanOrEqual(0.3 ** 2 + 1e-12);
  // Uniform by area: the square of the distance is uniform between 0.01 and 0.09, its standard error here 0.0003.
  expect(squares.reduce((sum, value) => sum + value, 0) / squares.length).toBeCloseTo(0.05, 2.5);
  expect(Math.abs(directions.reduce((sum, value) => sum + Math.cos(value), 0) / directions.length)).toBeLessThan(0.04);
  expect(Math.abs(directions.reduce((sum, value) => sum + Math.sin(2 * value), 0) / directions.length)).toBeLessThan(
    0.04,
  );
});

test('the path loses 128.1 dB over a kilometre and 37.6 dB for every tenfold of it', () => {
  const gain = (km: number) => 10 * Math.log10(pathGain({ x: 1, y: 1 }, { x: 1, y: 1 + km }));
  expect(gain(1)).toBeCloseTo(-128.1, 10);
  expect(gain(0.1)).toBeCloseTo(-90.5, 10);
});
