import { expect, test } from 'vitest';
import { compile, input } from '../../src/graph/index.ts';
import { UserError } from '../../src/messages.ts';

test('a machine without a driver for WebGPU is told so in one line', async () => {
  process.env.VK_ICD_FILENAMES = '/nonexistent.json';
  const attempt = compile({ y: input('x', [2]).neg() }, { device: 'webgpu' });
  await expect(attempt).rejects.toThrow(UserError);
  await expect(attempt).rejects.toThrow('device "webgpu": no graphics adapter');
});
