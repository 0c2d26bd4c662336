import { chooseDevice, type Device, deviceInUse } from './device.ts';
import { compile } from './session.ts';
import { input } from './tensor.ts';

/**
 * Lets every graph that this thread compiles from now on run there, unless its own options say otherwise.
 * @throws UserError where the machine has no driver for the device
 */
export async function useDevice(device: Device): Promise<void> {
  if (device === deviceInUse()) return;
  if (device !== 'cpu') await tryOut(device);
  chooseDevice(device);
}

/** Opens the smallest of graphs there, so that a device that is not there is found out before anything else is done. */
async function tryOut(device: Device): Promise<void> {
  const x = input('x', [1], 'float32');
  const session = await compile({ y: x.add(x) }, { device });
  await session.release();
}
