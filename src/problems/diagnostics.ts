/** A number that solvers report of themselves, beside their solutions. */
export interface Diagnostic {
  readonly what: string;
  /** What it counts, or `1` for a ratio. */
  readonly unit: string;
}

const wmmse: Readonly<Record<string, Diagnostic>> = {
  iterations: {
    what: 'Iterations until the objective has converged, or the most that are allowed',
    unit: 'iterations',
  },
  capped: {
    what: 'Whether the most iterations came before convergence: as a mean, the share of such trials',
    unit: '1',
  },
  operations: {
    what: 'Real floating-point operations of all iterations of a trial, of the chosen start where there are several',
    unit: 'operations',
  },
};

/**
 * What the solvers of each problem report of themselves, with units for tables and pages. They are no part of the solvers, so that another
 * word renews no result. What a solver of the user's own reports under another name has no unit.
 */
export const diagnostics: Readonly<Record<string, Readonly<Record<string, Diagnostic>>>> = {
  beamforming: {
    ...wmmse,
    weights: { what: 'Learned numbers of the network', unit: 'numbers' },
  },
  multicell: wmmse,
  'massive-access': {
    parameters: { what: 'Learned numbers of the network', unit: 'numbers' },
    threshold: { what: 'Threshold theta of a layer, where entries of active rows have a variance of 1', unit: '1' },
    coupling: { what: 'Spectral norm of W2 - (I - W1 S) of a layer', unit: '1' },
  },
  'csi-feedback': {
    magnitude: { what: 'Magnitude of an entry of the angular-delay channel over that of the largest', unit: '1' },
    'operations by Table I': { what: 'The terms of Table I of the paper with sizes put in', unit: '10^6 operations' },
    'operations as counted': { what: 'Multiply-accumulates by the convention of the paper', unit: '10^6 operations' },
    'operations of a sample': { what: 'Multiply-accumulates for a whole sample', unit: '10^6 operations' },
    'parameters as counted': { what: 'Learned numbers by the convention of the paper', unit: '10^6 numbers' },
    'all parameters': { what: 'All learned numbers', unit: '10^6 numbers' },
  },
};

/** Units of what solvers of a problem report of themselves, by name; none where the problem is the user's own. */
export function diagnosticUnits(problem: string): Record<string, string> {
  const known = Object.hasOwn(diagnostics, problem) ? diagnostics[problem] : {};
  return Object.fromEntries(Object.entries(known).map(([name, { unit }]) => [name, unit]));
}
