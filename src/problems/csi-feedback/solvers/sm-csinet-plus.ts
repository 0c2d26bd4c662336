import { multiRateSolver } from '../csinet-plus/solver.ts';

/** SM-CsiNet+ (Guo, Wen, Jin and Li, 2020), each codeword computed from the next longer one; see `csinet-plus/multi-rate.ts`. */
export const smCsinetPlus = multiRateSolver(
  'sm-csinet-plus',
  'SM-CsiNet+, one encoder for four rates: each codeword is computed from the next longer one (Guo, Wen, Jin and Li, 2020)',
  { manner: 'serial' },
);
