import { eigenbeams, strongestBeams } from '../eigenbeams.ts';

/**
 * Dominant eigenmode transmission: every user gets his d streams along the right singular vectors of his channel that belong to the d
 * largest singular values, whatever this does to the others. For one user, with water-filling and d = min(N, M), it reaches
 * capacity (Telatar, 1999). Power is shared out equally unless asked otherwise: with several users, water-filling takes gains for what they
 * would be without interference.
 */
export const dominantEigenmodes = eigenbeams(
  {
    name: 'dominant-eigenmodes',
    summary: 'Dominant eigenmodes: the d strongest right singular vectors of every user, interference left alone',
    power: 'equal',
  },
  (H, { M }) => H.map((channel) => strongestBeams(channel, M, 0)),
);
