import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { driver, possible } from '../graph/vulkan.ts';
import { storedBlocks } from '../study/store/stored-blocks.ts';
import { finished, Workspace } from '../toy/workspace.ts';

let workspace: Workspace;

beforeEach(() => {
  workspace = new Workspace();
});

afterEach(() => workspace.remove());

const sweep = ['sweep', 'massive-access', '--set', 'L=8', 'N=12', 'M=3', 'snr=10', '--trials', '4'];
const solvers = ['--solvers', 'ista-gs:iterations=2,lista-gscp:layers=2:alone=1:joint=1:batch=4'];

describe('--device webgpu', () => {
  it('without a driver is refused in one line before anything runs', async () => {
    const options = { VK_ICD_FILENAMES: '/nonexistent.json' };
    const { code, stderr } = await finished(workspace.start([...sweep, ...solvers, '--device', 'webgpu'], options));
    expect(code).toBe(2);
    expect(stderr).toMatch(/reproduce: device "webgpu": no graphics adapter .*; accepted: --device cpu\n$/);
    expect(() => workspace.files('.reproduce/blocks')).toThrow();
  });

  it.skipIf(!possible)(
    'trains and estimates there what the processor does up to rounding, under keys of its own',
    async () => {
      const numbers = async (device: string) => {
        const out = ['--out', `${device}.csv`, '--device', device, '--quiet'];
        const { code, stderr } = await finished(
          workspace.start([...sweep, ...solvers, ...out], { VK_ICD_FILENAMES: driver }),
        );
        expect(code, stderr).toBe(0);
        expect(JSON.parse(workspace.read(`${device}.json`)).device).toBe(device);
        const [header, ...rows] = workspace.read(`${device}.csv`).trim().split('\n');
        const mean = header.split(',').indexOf('mean');
        return rows.map((row) => Number(row.split(',')[mean]));
      };
      const [cpu, webgpu] = [await numbers('cpu'), await numbers('webgpu')];
      expect(cpu).toHaveLength(4);
      for (const [i, value] of webgpu.entries()) expect(value).toBeCloseTo(cpu[i], 2);
      expect(storedBlocks(workspace.path('.reproduce/blocks'))).toBe(4);
    },
  );
});
