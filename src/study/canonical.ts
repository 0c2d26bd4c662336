import { createHash } from 'node:crypto';

/**
 * JSON with sorted keys and no spaces: equal values give equal text, whatever the order in which their keys were written.
 * Undefined members are left out, -0 is 0. Throws a TypeError on what JSON cannot hold (NaN, infinities, functions).
 */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  if (typeof value === 'object' && value !== null) {
    const members = Object.entries(value)
      .filter(([, member]) => member !== undefined)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, member]) => `${JSON.stringify(key)}:${canonicalJson(member)}`);
    return `{${members.join(',')}}`;
  }
  if (typeof value === 'number' && !Number.isFinite(value)) throw new TypeError(`${value} has no canonical form`);
  const text = JSON.stringify(value === 0 ? 0 : value);
  if (text === undefined) throw new TypeError(`a ${typeof value} has no canonical form`);
  return text;
}

/** SHA-256 of the canonical JSON of `value`, in hex. */
export function canonicalHash(value: unknown): string {
  return createHash('sha256').update(canonicalJson(value)).digest('hex');
}
