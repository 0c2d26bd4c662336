/** Where a graph runs: on processor cores, or on a graphics card through WebGPU (Vulkan on Linux). */
export type Device = 'cpu' | 'webgpu';

let chosen: Device = 'cpu';

/**
 * Lets every graph that this thread compiles from now on run there, unless its own options say otherwise.
 * @throws UserError where the machine has no driver for the device
 */
export async function useDevice(device: Device): Promise<void> {
  if (device === chosen) return;
  if (device !== 'cpu') await tryOut(device);
  chosen = device;
}

/** Opens the smallest of graphs there, so that a device that is not there is found out before anything else is done. */
async function tryOut(device: Device): Promise<void> {
  const [{ compile }, { input }] = await Promise.all([import('./session.ts'), import('./tensor.ts')]);
  const x = input('x', [1], 'float32');
  const session = await compile({ y: x.add(x) }, { device });
  await session.release();
}

/** The device of {@link useDevice}; at first `cpu`. */
export function deviceInUse(): Device {
  return chosen;
}
