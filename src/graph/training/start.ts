import { DeviceTraining } from './device-training.ts';
import { MemoryTraining } from './memory-training.ts';
import type { Training, TrainingOptions } from './training.ts';

/**
 * Begins a training run: on `cpu` with parameters in WebAssembly memory, where the optimizer works in place; on `webgpu` with
 * the optimizer in the graph and parameters that stay on the device.
 */
export function startTraining(options: TrainingOptions): Promise<Training> {
  return options.execution?.device === 'webgpu' ? DeviceTraining.start(options) : MemoryTraining.start(options);
}
