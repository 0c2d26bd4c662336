import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { hasFastArithmetic } from '../../src/lanes/arithmetic.ts';
import { Workspace } from '../toy/workspace.ts';

let workspace: Workspace;

beforeEach(() => {
  workspace = new Workspace();
});

afterEach(() => workspace.remove());

const sweep = ['sweep', 'beamforming', '--set', 'M=8', 'K=4', 'N=2', 'd=2', 'snr=10'];
const few = ['--solvers', 'wmmse:iterations=3', '--trials', '20', '--out', 'out.csv', '--quiet'];

describe('--fast-math', () => {
  it.skipIf(hasFastArithmetic())('is refused in one line where Node has no such instructions', async () => {
    const { code, stderr } = await workspace.run(...sweep, ...few, '--fast-math');
    expect([code, stderr]).toEqual([2, `reproduce: --fast-math needs Node 22 or newer; this is ${process.version}\n`]);
  });

  it.runIf(hasFastArithmetic())('is named in the provenance, and shares no block with strict arithmetic', async () => {
    const run = async (...options: string[]) => {
      expect((await workspace.run(...sweep, ...few, ...options)).code).toBe(0);
      const rate = Number(workspace.read('out.csv').trim().split('\n').at(-1)!.split(',').at(-4));
      return { rate, ...JSON.parse(workspace.read('out.json')) };
    };
    const [strict, fast] = [await run(), await run('--fast-math')];
    expect([strict.arithmetic, fast.arithmetic]).toEqual(['strict', 'fast']);
    expect(Math.abs(fast.rate / strict.rate - 1)).toBeLessThan(1e-11);
    expect(fast.cost.blockSeconds).not.toBe(strict.cost.blockSeconds);
  });

  it('is nothing that check takes', async () => {
    const { code, stderr } = await workspace.run('check', 'toy/fig1', '--fast-math');
    expect(code).toBe(2);
    expect(stderr).toContain("unknown option '--fast-math'");
  });
});
