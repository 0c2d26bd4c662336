import { multiRateSolver } from '../csinet-plus/solver.ts';

/** PM-CsiNet+ (Guo, Wen, Jin and Li, 2020), each codeword the beginning of the next longer one; see `csinet-plus/multi-rate.ts`. */
export const pmCsinetPlus = multiRateSolver(
  'pm-csinet-plus',
  'PM-CsiNet+, one encoder for four rates: each codeword is the beginning of the next longer one (Guo, Wen, Jin and Li, 2020)',
  { manner: 'parallel' },
);
