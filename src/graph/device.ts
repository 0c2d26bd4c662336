/** Where a graph runs: on processor cores, or on a graphics card through WebGPU (Vulkan on Linux). */
export type Device = 'cpu' | 'webgpu';

let chosen: Device = 'cpu';

/** The device on which graphs that this thread compiles run, unless their own options say otherwise; at first `cpu`. */
export function deviceInUse(): Device {
  return chosen;
}

/** Chooses it, without asking whether the machine has one: see `useDevice`. */
export function chooseDevice(device: Device): void {
  chosen = device;
}
