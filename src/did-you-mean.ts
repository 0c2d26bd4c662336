/** `; did you mean "a" or "b"?` for the candidates nearest to `given` in edit distance; empty where none is near. */
export function didYouMean(given: string, candidates: Iterable<string>): string {
  const near = [...candidates]
    .map((candidate) => ({ candidate, distance: editDistance(given.toLowerCase(), candidate.toLowerCase()) }))
    .filter(
      ({ candidate: { length }, distance }) => distance < length && distance <= Math.max(2, Math.floor(length / 3)),
    )
    .sort((a, b) => a.distance - b.distance)
    .filter(({ distance }, _, all) => distance === all[0].distance)
    .slice(0, 3)
    .map(({ candidate }) => `"${candidate}"`);
  return near.length === 0 ? '' : `; did you mean ${near.join(' or ')}?`;
}

/** Number of single-character insertions, deletions and replacements from `a` to `b` (Levenshtein). */
function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      next[j] = Math.min(row[j] + 1, next[j - 1] + 1, row[j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1));
    }
    row = next;
  }
  return row[b.length];
}
