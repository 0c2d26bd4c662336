/** How the process of a foreign solver is started. */
export interface Launch {
  /** A program and its arguments. */
  readonly command: readonly string[];
  /**
   * Where messages go: through descriptors 3 and 4, so that what the solver prints is no message, or through standard input and output.
   */
  readonly channel: 'own descriptors' | 'standard streams';
  /** Whether something starts for every call: then trials go over in as few as possible. */
  readonly startsForEachCall?: boolean;
}

/** What the user may choose for all foreign solvers. */
export interface Hosting {
  /** The interpreter of Python solvers. */
  readonly python: string;
  /** Seconds that a solver may take for a trial. */
  readonly timeout: number;
}

/** Seconds in which a solver has to start, for loading what it imports: at least so many, or as many as a trial may take. */
export function startLimit(timeout: number): number {
  return Math.max(10, timeout);
}

/** Seconds for a trial unless the user says otherwise. */
export const defaultTimeout = 60;

export function defaultHosting(environment: NodeJS.ProcessEnv = process.env): Hosting {
  return { python: environment.REPRODUCE_PYTHON || 'python3', timeout: defaultTimeout };
}
