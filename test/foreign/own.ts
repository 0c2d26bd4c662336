import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { AnySolver } from '../../src/contracts/problem.ts';
import { defaultHosting } from '../../src/foreign/launch.ts';
import { openSource } from '../../src/study/experiment/open-source.ts';
import { parseSolver } from '../../src/study/experiment/solver-text.ts';

/** A folder with files of solvers, which are opened as the command line would. */
export class OwnFiles {
  readonly folder = mkdtempSync(join(tmpdir(), 'own-'));

  path(name: string): string {
    return join(this.folder, name);
  }

  write(name: string, text: string): string {
    writeFileSync(this.path(name), text);
    return this.path(name);
  }

  /** The solver in a file of this text, for a problem. */
  async solver(problem: string, name: string, text: string, timeout = 60): Promise<AnySolver> {
    return this.open(problem, this.write(name, text), timeout);
  }

  /** The solver that is so named. */
  async open(problem: string, named: string, timeout = 60): Promise<AnySolver> {
    const hosting = { ...defaultHosting(), timeout };
    const opened = await openSource(problem, '.', [parseSolver(named)], {}, hosting);
    return opened.problem.solvers[opened.solvers[0].name]();
  }

  remove(): void {
    rmSync(this.folder, { recursive: true });
  }
}
