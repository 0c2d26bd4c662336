/** Where an entry is, and what is known of it without reading it. */
export interface Location {
  readonly kind: number;
  readonly pack: number;
  readonly offset: number;
  readonly length: number;
  readonly seconds: number;
  /** Its number in the pack, from 0. */
  readonly ordinal: number;
}

const keyBytes = 32;
/** Of 32-bit words that stand for places in the table. */
const empty = 0;

/**
 * A map from keys of 32 bytes to locations that takes about 80 bytes an entry: arrays of numbers, and a hash table of their places. Keys
 * are digests, so that their first bytes serve as hash.
 */
export class BlockIndex {
  size = 0;
  #capacity = 1024;
  #keys = new Uint8Array(this.#capacity * keyBytes);
  #kinds = new Uint8Array(this.#capacity);
  #packs = new Uint32Array(this.#capacity);
  #ordinals = new Uint32Array(this.#capacity);
  #offsets = new Float64Array(this.#capacity);
  #lengths = new Float64Array(this.#capacity);
  #seconds = new Float64Array(this.#capacity);
  /** Place of an entry plus one; twice as many as there may be entries. */
  #table = new Uint32Array(2 * this.#capacity);

  /** What is known under a key. */
  get(key: Uint8Array): Location | undefined {
    const place = this.#table[this.#slotOf(key)] - 1;
    if (place < 0) return undefined;
    return {
      kind: this.#kinds[place],
      pack: this.#packs[place],
      offset: this.#offsets[place],
      length: this.#lengths[place],
      seconds: this.#seconds[place],
      ordinal: this.#ordinals[place],
    };
  }

  set(key: Uint8Array, { kind, pack, offset, length, seconds, ordinal }: Location): void {
    let slot = this.#slotOf(key);
    if (this.#table[slot] === empty) {
      if (this.size === this.#capacity) {
        this.#grow();
        slot = this.#slotOf(key);
      }
      this.#keys.set(key, this.size * keyBytes);
      this.#table[slot] = ++this.size;
    }
    const place = this.#table[slot] - 1;
    this.#kinds[place] = kind;
    this.#packs[place] = pack;
    this.#offsets[place] = offset;
    this.#lengths[place] = length;
    this.#seconds[place] = seconds;
    this.#ordinals[place] = ordinal;
  }

  /** The slot that holds the key, or the free one where it would go. */
  #slotOf(key: Uint8Array): number {
    const mask = this.#table.length - 1;
    const hash = key[0] | (key[1] << 8) | (key[2] << 16) | (key[3] << 24);
    for (let slot = hash & mask; ; slot = (slot + 1) & mask) {
      const place = this.#table[slot] - 1;
      if (place < 0 || this.#holds(place, key)) return slot;
    }
  }

  #holds(place: number, key: Uint8Array): boolean {
    for (let i = 0, at = place * keyBytes; i < keyBytes; i++, at++) if (this.#keys[at] !== key[i]) return false;
    return true;
  }

  #grow(): void {
    const larger = <T extends Uint8Array | Uint32Array | Float64Array>(array: T): T => {
      const copy = new (array.constructor as new (length: number) => T)(2 * array.length);
      copy.set(array as never);
      return copy;
    };
    this.#capacity *= 2;
    this.#keys = larger(this.#keys);
    this.#kinds = larger(this.#kinds);
    this.#packs = larger(this.#packs);
    this.#ordinals = larger(this.#ordinals);
    this.#offsets = larger(this.#offsets);
    this.#lengths = larger(this.#lengths);
    this.#seconds = larger(this.#seconds);
    this.#table = new Uint32Array(2 * this.#capacity);
    for (let place = 0; place < this.size; place++) {
      const key = this.#keys.subarray(place * keyBytes, (place + 1) * keyBytes);
      this.#table[this.#slotOf(key)] = place + 1;
    }
  }
}
