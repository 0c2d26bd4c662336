import type { OwnFile, ProblemSource } from '../experiment/problem-source.ts';
import { type Code, codeOfProblem, codeOfRunner, codeOfSolver } from './code.ts';

/** All code that the numbers of some solvers come from, by content. */
export interface SourceCode {
  readonly runner: Code;
  readonly problem: Code;
  readonly solvers: readonly (Code & { readonly name: string })[];
}

/** The code of a source and of these solvers of it. */
export function codeOfSource(source: ProblemSource, solvers: Iterable<string>): SourceCode {
  const { problem, solvers: own } = source;
  const codeOf = (name: string): Code => {
    const file = own.find((solver) => solver.name === name) ?? problem;
    return typeof file === 'string' ? codeOfSolver(file, name) : codeOfFile(file);
  };
  return {
    runner: codeOfRunner(),
    problem: typeof problem === 'string' ? codeOfProblem(problem) : codeOfFile(problem),
    solvers: [...new Set(solvers)].map((name) => ({ name, ...codeOf(name) })),
  };
}

/** What a file of the user's imports is in its hash. */
function codeOfFile({ sha256 }: OwnFile): Code {
  return { sha256, packages: {} };
}
