import cliProgress from 'cli-progress';
import type { Progress } from '../study/runner.ts';

/** Runs shorter than this, in milliseconds, show no bar. */
const patience = 2000;

/** A bar with the time left on stderr, on a terminal only. */
export class ProgressBar {
  readonly #name: string;
  readonly #unit: string;
  readonly #shows: boolean;
  readonly #begun = Date.now();
  #bar: cliProgress.SingleBar | undefined;

  constructor(name: string, { quiet, unit = 'blocks' }: { quiet: boolean; unit?: string }) {
    this.#name = name;
    this.#unit = unit;
    this.#shows = process.stderr.isTTY && !quiet;
  }

  update({ total, stored }: Progress): void {
    if (!this.#shows || Date.now() - this.#begun < patience) return;
    if (this.#bar === undefined) {
      this.#bar = new cliProgress.SingleBar({
        stream: process.stderr,
        format: `${this.#name} [{bar}] {value}/{total} ${this.#unit}, {eta_formatted} left`,
        barsize: 24,
        clearOnComplete: true,
        hideCursor: true,
        etaBuffer: 50,
      });
      this.#bar.start(total, stored);
    }
    this.#bar.setTotal(total);
    this.#bar.update(stored);
  }

  /** Prints a line above the bar. */
  say(text: string): void {
    if (this.#bar !== undefined) process.stderr.write('\r\x1b[K');
    process.stderr.write(`${text}\n`);
  }

  end(): void {
    this.#bar?.stop();
    this.#bar = undefined;
  }
}
