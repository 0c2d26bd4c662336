import type { Paper } from './schema.ts';

/** Where a paper is found on the web; undefined for one that is known only by where it was printed. */
export function paperLink({ doi, arxiv }: Paper): string | undefined {
  if (doi !== undefined) return `https://doi.org/${doi}`;
  return arxiv === undefined ? undefined : `https://arxiv.org/abs/${arxiv}`;
}
