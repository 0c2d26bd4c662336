import type { Lanes } from '../engine.ts';
import type { Root } from './values.ts';

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

function bytesOf({ matrix }: Root): number {
  return matrix.count * matrix.rows * matrix.rowStride;
}

/** Offsets such that owners whose spans overlap lie apart: in the order of their beginnings, each in the tightest free gap. */
function packed(spans: ReadonlyMap<Owner, Span>): { offsets: Map<Owner, number>; bytes: number } {
  const offsets = new Map<Owner, number>();
  let live: { offset: number; end: number; last: number }[] = [];
  let bytes = 0;
  for (const [owner, span] of [...spans].sort(([, a], [, b]) => a.first - b.first)) {
    live = live.filter(({ last }) => last >= span.first);
    const offset = tightestGap(live, span.bytes);
    live.push({ offset, end: offset + span.bytes, last: span.last });
    live.sort((a, b) => a.offset - b.offset);
    offsets.set(owner, offset);
    bytes = Math.max(bytes, offset + span.bytes);
  }
  return { offsets, bytes };
}

/** Start of the smallest gap between the places taken that holds `bytes`; behind them all where none does. */
function tightestGap(taken: readonly { offset: number; end: number }[], bytes: number): number {
  let best = -1;
  let bestSize = Number.POSITIVE_INFINITY;
  let end = 0;
  for (const place of taken) {
    const size = place.offset - end;
    if (size >= bytes && size < bestSize) {
      best = end;
      bestSize = size;
    }
    end = Math.max(end, place.end);
  }
  return best < 0 ? end : best;
}
