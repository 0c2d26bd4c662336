/** `1-3,7` of 1, 2, 3, 7: ascending whole numbers as Slurm's `--array` takes them. */
export function rangesOf(numbers: readonly number[]): string {
  const parts: [first: number, last: number][] = [];
  for (const number of numbers) {
    const part = parts.at(-1);
    if (part !== undefined && number === part[1] + 1) part[1] = number;
    else parts.push([number, number]);
  }
  return parts.map(([first, last]) => (first === last ? `${first}` : `${first}-${last}`)).join(',');
}
