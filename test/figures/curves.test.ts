import { describe, expect, it } from 'vitest';
import { cellLabel, curvesOf } from '../../src/figures/curves.ts';
import { figure } from './samples.ts';

const series = (count: number, more: object = {}) =>
  Array.from({ length: count }, (_, i) => ({ solver: `s${i}`, label: `S ${i}`, ...more }));
const made = (all: ReturnType<typeof series>) => figure({ encoding: { x: { field: 'snr' } } }, all, []);

describe('the colours of curves', () => {
  it.each([3, 12, 18, 40])('are all different: %i curves', (count) => {
    const colors = curvesOf(made(series(count)), []).map(({ look }) => look.color);
    expect(new Set(colors).size).toBe(count);
  });

  it('differ from those that the experiment chooses, and from those of levels', () => {
    const chosen = { solver: 'last', label: 'Last', color: '#0B5FA5' };
    const levels = series(6, { mark: 'rule' }).map((one) => ({
      ...one,
      solver: `l${one.solver}`,
      label: `l ${one.label}`,
    }));
    const curves = curvesOf(made([...series(9), ...levels, chosen]), []);
    const colors = curves.map(({ look }) => look.color.toLowerCase());
    expect(new Set(colors).size).toBe(16);
  });
});

describe('a value beside its column', () => {
  const titled = {
    ...made(series(1)),
    columnTitles: { snr: { name: 'SNR', unit: 'dB' }, K: { name: 'Users', symbol: 'K' } },
  };

  it('has symbol and unit, unless the figure says what it is called', () => {
    expect(cellLabel(titled, { field: 'snr' }, 10)).toBe('SNR = 10\u00a0dB');
    expect(cellLabel(titled, { field: 'K' }, 4)).toBe('K = 4');
    expect(cellLabel(titled, { field: 'K', title: 'N' }, 4)).toBe('N = 4');
    expect(cellLabel(titled, { field: 'K', title: '' }, 4)).toBe('4');
    expect(cellLabel(titled, { field: 'L' }, 4)).toBe('L = 4');
  });
});
