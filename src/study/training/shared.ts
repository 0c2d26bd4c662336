import type { Span, SummedTrainer, Vector } from '../../contracts/training.ts';
import { type OptimizerMemory, placed } from '../../optimizers/memory.ts';
import type { Team } from './summed.ts';

/**
 * Memory that the threads of one training run share. Thread 0 leads: it publishes the parameters of a step by raising
 * `generation`, every thread writes the gradients of its own parts, and the leader adds them once all have reported. Which
 * thread computes a part changes nothing about the sum.
 */
export interface SharedTraining<V extends Vector> {
  readonly control: Int32Array;
  readonly parameters: V;
  /** Gradients of all parts, one after the other. */
  readonly gradients: V;
  /** Losses of all parts. */
  readonly losses: Float64Array;
}

/**
 * Words of `control`. `stop` asks the leader to end after the step at hand; `finished` tells the followers that no step will
 * come. They are two words because a follower must not leave a step that the leader still waits for.
 */
export const control = { generation: 0, reported: 1, stop: 2, finished: 3, length: 4 } as const;

function sizeOf({ arrays }: SummedTrainer<never>): number {
  return placed(arrays).at(-1)?.to ?? 0;
}

/** Shared memory for parameters and gradients of a trainer. */
export function sharedBuffer(trainer: SummedTrainer<never>): SharedArrayBuffer {
  return new SharedArrayBuffer(8 * (trainer.parts + (trainer.parts + 1) * sizeOf(trainer)));
}

export function sharedViews<V extends Vector>(
  words: SharedArrayBuffer,
  buffer: SharedArrayBuffer,
  trainer: SummedTrainer<V>,
): SharedTraining<V> {
  const size = sizeOf(trainer);
  const Numbers = trainer.precision === 'float32' ? Float32Array : Float64Array;
  const view = (from: number, length: number) =>
    new Numbers(
      buffer as ArrayBufferLike as ArrayBuffer,
      8 * trainer.parts + Numbers.BYTES_PER_ELEMENT * from,
      length,
    ) as Vector as V;
  return {
    control: new Int32Array(words, 0, control.length),
    losses: new Float64Array(buffer, 0, trainer.parts),
    parameters: view(0, size),
    gradients: view(size, trainer.parts * size),
  };
}

/** Computes the parts of step `step` that belong to thread `index` of `threads`. */
async function gradientsOfThread<V extends Vector>(
  trainer: SummedTrainer<V>,
  shared: SharedTraining<V>,
  step: number,
  index: number,
  threads: number,
): Promise<void> {
  for (let part = index; part < trainer.parts; part += threads) {
    shared.losses[part] = await trainer.gradient(step, part, shared.parameters, partOf(shared, part));
  }
}

function partOf<V extends Vector>({ gradients, parameters }: SharedTraining<V>, part: number): V {
  const size = parameters.length;
  return gradients.subarray(part * size, (part + 1) * size) as V;
}

/** The leader's side. */
export class Leader<V extends Vector> implements Team<V> {
  readonly #trainer: SummedTrainer<V>;
  readonly #shared: SharedTraining<V>;
  readonly #threads: number;

  constructor(trainer: SummedTrainer<V>, shared: SharedTraining<V>, threads: number) {
    this.#trainer = trainer;
    this.#shared = shared;
    this.#threads = threads;
  }

  async gradient(step: number, memory: OptimizerMemory<V>, span: Span): Promise<number> {
    this.#publish(step, memory.parameters);
    await gradientsOfThread(this.#trainer, this.#shared, step, 0, this.#threads);
    this.#awaitFollowers();
    let loss = 0;
    for (let part = 0; part < this.#trainer.parts; part++) {
      const { from, to } = span;
      (part === 0 ? memory.gradient : memory.part).set(partOf(this.#shared, part).subarray(from, to), from);
      if (part > 0) memory.addPart(span);
      loss += this.#shared.losses[part];
    }
    return loss;
  }

  /** Lets the followers end. */
  dismiss(): void {
    Atomics.store(this.#shared.control, control.finished, 1);
    wake(this.#shared.control, control.generation);
  }

  /** Makes the parameters of the next step visible and lets the followers begin. The step travels in `generation`. */
  #publish(step: number, parameters: V): void {
    this.#shared.parameters.set(parameters);
    Atomics.store(this.#shared.control, control.reported, 0);
    Atomics.store(this.#shared.control, control.generation, step + 1);
    Atomics.notify(this.#shared.control, control.generation);
  }

  #awaitFollowers(): void {
    const words = this.#shared.control;
    for (;;) {
      const reported = Atomics.load(words, control.reported);
      if (reported === this.#threads - 1) return;
      Atomics.wait(words, control.reported, reported);
    }
  }
}

/** The other threads' side: thread `index` of `threads`, until the leader dismisses it. */
export async function follow<V extends Vector>(
  trainer: SummedTrainer<V>,
  shared: SharedTraining<V>,
  index: number,
  threads: number,
): Promise<void> {
  let seen = 0;
  for (;;) {
    seen = awaitGeneration(shared.control, seen);
    if (Atomics.load(shared.control, control.finished) === 1) return;
    await gradientsOfThread(trainer, shared, seen - 1, index, threads);
    wake(shared.control, control.reported);
  }
}

/**
 * The first generation after `seen`. A follower can be woken without there being one: where it saw a generation before the leader
 * had notified of it, and was done and waiting again when that came.
 */
function awaitGeneration(words: Int32Array, seen: number): number {
  for (;;) {
    const generation = Atomics.load(words, control.generation);
    if (generation !== seen) return generation;
    Atomics.wait(words, control.generation, seen);
  }
}

/** Raises a word of `control` by one and wakes who waits for it. */
function wake(words: Int32Array, word: number): void {
  Atomics.add(words, word, 1);
  Atomics.notify(words, word);
}
