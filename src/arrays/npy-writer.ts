import { randomBytes } from 'node:crypto';
import { closeSync, fsyncSync, openSync, renameSync, rmSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import { makeFolder, removeAbandoned } from '../durable.ts';
import { messages, UserError } from '../messages.ts';
import type { DenseArray } from './dense-array.ts';
import { npyHeader } from './npy.ts';

/** A .npy file that is written piece by piece along its first axis, and has its name only once it is whole. */
export class NpyWriter {
  readonly #path: string;
  readonly #temporary: string;
  readonly #file: number;

  /** @param length of the first axis; the other axes and the type are those of `piece` */
  constructor(path: string, length: number, { shape, complex, values }: DenseArray) {
    this.#path = path;
    this.#temporary = `${path}.${process.pid}-${randomBytes(4).toString('hex')}.tmp`;
    const type = values instanceof Float32Array ? 'float32' : 'float64';
    this.#file = this.#orRefuse(() => {
      makeFolder(dirname(path));
      removeAbandoned(path);
      return openSync(this.#temporary, 'wx');
    });
    this.#write(npyHeader([length, ...shape.slice(1)], complex, type));
  }

  append({ values }: DenseArray): void {
    this.#write(new Uint8Array(values.buffer, values.byteOffset, values.byteLength));
  }

  finish(): void {
    this.#orRefuse(() => {
      fsyncSync(this.#file);
      closeSync(this.#file);
      renameSync(this.#temporary, this.#path);
    });
  }

  /** Leaves nothing behind. */
  abandon(): void {
    closeSync(this.#file);
    rmSync(this.#temporary, { force: true });
  }

  #write(bytes: Uint8Array): void {
    this.#orRefuse(() => {
      for (let done = 0; done < bytes.length; ) done += writeSync(this.#file, bytes, done);
    });
  }

  /** @throws UserError where the disk is full or the folder read-only */
  #orRefuse<T>(run: () => T): T {
    try {
      return run();
    } catch (error) {
      rmSync(this.#temporary, { force: true });
      throw new UserError(messages.cannotWrite(this.#path, (error as NodeJS.ErrnoException).code ?? String(error)));
    }
  }
}
