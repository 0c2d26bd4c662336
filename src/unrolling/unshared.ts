/** Arrays as graphs take them: views on memory that threads share are refused, so those are copied, always to the same place. */
export class Unshared {
  readonly #copies = new Map<string, Float32Array>();

  /** The values themselves, or a copy that is good until the next call for the same name. */
  of(name: string, values: Float32Array): Float32Array {
    if (!(values.buffer instanceof SharedArrayBuffer)) return values;
    const copy = this.#copies.get(name) ?? new Float32Array(values.length);
    this.#copies.set(name, copy);
    copy.set(values);
    return copy;
  }
}
