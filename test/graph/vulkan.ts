import { existsSync } from 'node:fs';

/** SwiftShader, the Vulkan driver of Debian's package chromium-common, draws on the processor: WebGPU without a graphics card. */
export const driver = '/usr/lib/chromium/vk_swiftshader_icd.json';

const loader = ['/usr/lib/x86_64-linux-gnu', '/usr/lib/aarch64-linux-gnu'].some((folder) =>
  existsSync(`${folder}/libvulkan.so.1`),
);

/** Whether WebGPU can be tested here; says so where not. */
export const possible = existsSync(driver) && loader;
if (!possible) {
  console.warn(`SKIPPED: WebGPU was not tested: install chromium-common and libvulkan1 for ${driver}`);
}
