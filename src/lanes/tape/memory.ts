import type { Lanes } from '../views.ts';
import type { Root } from './root.ts';

/** What takes memory: the value of a root, its gradient, or the n-th intermediate result of the program. */
type Owner = Root | GradientOf | number;

class GradientOf {
  readonly bytes: number;

  constructor(root: Root) {
    this.bytes = bytesOf(root);
  }
}

/** From which step of the program to which an owner needs its memory. */
interface Span {
  readonly bytes: number;
  readonly first: number;
  last: number;
}

/**
 * Where everything of a program lies. A first pass over the program surveys who needs memory from when to when; `place`
 * then gives the same memory to owners whose times do not overlap; a second pass, through the same calls in the same
 * order, gets the addresses.
 */
export class Memory {
  readonly #lanes: Lanes;
  readonly #fixed = new Map<Owner, number>();
  readonly #spans = new Map<Owner, Span>();
  readonly #gradients = new Map<Root, GradientOf>();
  #placed: Map<Owner, number> | undefined;
  #time = 0;
  #temporaries = 0;

  constructor(lanes: Lanes) {
    this.#lanes = lanes;
  }

  /** Begins a pass. */
  restart(): void {
    this.#time = 0;
    this.#temporaries = 0;
  }

  /** The next operation. */
  step(): void {
    this.#time++;
  }

  of(root: Root): number {
    return this.#address(root, bytesOf(root));
  }

  gradientOf(root: Root): number {
    const owner = this.#gradientOwner(root);
    return this.#address(owner, owner.bytes);
  }

  temporary(bytes: number): number {
    return this.#address(this.#temporaries++, bytes);
  }

  /** Gives the values of the roots memory of their own, one after the other. */
  fix(roots: readonly Root[]): void {
    this.#reserve(roots, roots.map(bytesOf));
  }

  /** Gives the gradients of the roots memory of their own, one after the other. */
  fixGradients(roots: readonly Root[]): void {
    this.#reserve(
      roots.map((root) => this.#gradientOwner(root)),
      roots.map(bytesOf),
    );
  }

  /** Ends the survey. */
  place(): void {
    const { offsets, bytes } = packed(this.#spans);
    const base = this.#allocate(bytes);
    this.#placed = new Map([...offsets].map(([owner, offset]) => [owner, base + offset]));
  }

  #address(owner: Owner, bytes: number): number {
    const fixed = this.#fixed.get(owner);
    if (fixed !== undefined) return fixed;
    if (this.#placed) return this.#placed.get(owner)!;
    const span = this.#spans.get(owner);
    if (span === undefined) this.#spans.set(owner, { bytes, first: this.#time, last: this.#time });
    else span.last = this.#time;
    return 0;
  }

  #gradientOwner(root: Root): GradientOf {
    let owner = this.#gradients.get(root);
    if (owner === undefined) {
      owner = new GradientOf(root);
      this.#gradients.set(root, owner);
    }
    return owner;
  }

  #reserve(owners: readonly Owner[], bytes: readonly number[]): void {
    let address = this.#allocate(bytes.reduce((sum, each) => sum + each, 0));
    for (const [i, owner] of owners.entries()) {
      this.#fixed.set(owner, address);
      address += bytes[i];
    }
  }

  #allocate(bytes: number): number {
    return bytes === 0 ? 0 : this.#lanes.real(1, bytes / this.#lanes.rowBytes).address;
  }
}

/** Bytes that the values of a root take. */
export function bytesOf({ matrix }: Pick<Root, 'matrix'>): number {
  return matrix.count * matrix.rows * matrix.rowStride;
}

/** Memory that is taken until a step of the program. */
interface Place {
  readonly offset: number;
  readonly end: number;
  readonly last: number;
}

/** Offsets such that owners whose spans overlap lie apart: in the order of their beginnings, each in the tightest gap. */
function packed(spans: ReadonlyMap<Owner, Span>): { offsets: Map<Owner, number>; bytes: number } {
  const offsets = new Map<Owner, number>();
  const taken: Place[] = [];
  let total = 0;
  for (const [owner, { bytes, first, last }] of [...spans].sort(([, a], [, b]) => a.first - b.first)) {
    const offset = take(taken, bytes, first, last);
    offsets.set(owner, offset);
    total = Math.max(total, offset + bytes);
  }
  return { offsets, bytes: total };
}

/**
 * Takes `bytes` from step `first` to step `last`: drops the places that are free by then, and inserts a new one in the smallest
 * gap between the others that holds it, or behind them all. Places stay in the order of their offsets.
 */
function take(taken: Place[], bytes: number, first: number, last: number): number {
  let kept = 0;
  let end = 0;
  let best = { size: Number.POSITIVE_INFINITY, offset: 0, index: -1 };
  for (const place of taken) {
    if (place.last < first) continue;
    const size = place.offset - end;
    if (size >= bytes && size < best.size) best = { size, offset: end, index: kept };
    end = place.end;
    taken[kept++] = place;
  }
  taken.length = kept;
  if (best.index < 0) best = { size: 0, offset: end, index: kept };
  taken.splice(best.index, 0, { offset: best.offset, end: best.offset + bytes, last });
  return best.offset;
}
