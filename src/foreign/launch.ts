/** How the process of a foreign solver is started. */
export interface Launch {
  /** A program and its arguments. */
  readonly command: readonly string[];
  /**
   * Where messages go: through descriptors 3 and 4, so that what the solver prints is no message, or through standard input and output.
   */
  readonly channel: 'own descriptors' | 'standard streams';
}

/** What the user may choose for all foreign solvers. */
export interface Hosting {
  /** The interpreter of Python solvers. */
  readonly python: string;
  /** Seconds that a solver may take for a trial, and to start. */
  readonly timeout: number;
}

/** Seconds for a trial unless the user says otherwise. */
export const defaultTimeout = 60;

export function defaultHosting(environment: NodeJS.ProcessEnv = process.env): Hosting {
  return { python: environment.REPRODUCE_PYTHON || 'python3', timeout: defaultTimeout };
}
