import cliProgress from 'cli-progress';
import { duration } from '../../duration.ts';
import type { Progress } from '../../study/run/runner.ts';
import { printable } from './printable.ts';

/** Runs shorter than this, in milliseconds, show no bar. */
const patience = 2000;

/** Milliseconds between two lines where stderr is no terminal. */
const lineEvery = 30_000;

/** A bar with the time left on stderr; where that is no terminal, a line now and then. */
export class ProgressBar {
  readonly #name: string;
  readonly #unit: string;
  readonly #shows: 'bar' | 'lines' | 'nothing';
  #lineAt = Date.now() + lineEvery;
  readonly #begun = Date.now();
  /** Blocks that were there before this run computed any. */
  #before: number | undefined;
  /** When the first came, and how many there were then: it waited for threads and programs to start, and says nothing of the others. */
  #first: { readonly at: number; readonly stored: number } | undefined;
  #bar: cliProgress.SingleBar | undefined;

  constructor(name: string, { quiet, unit = 'blocks' }: { quiet: boolean; unit?: string }) {
    this.#name = name;
    this.#unit = unit;
    this.#shows = quiet ? 'nothing' : process.stderr.isTTY ? 'bar' : 'lines';
  }

  update({ total, stored }: Progress): void {
    const now = Date.now();
    this.#before ??= stored;
    if (stored > this.#before) this.#first ??= { at: now, stored };
    if (this.#shows === 'nothing' || now - this.#begun < patience) return;
    const { at, stored: already } = this.#first ?? { at: now, stored };
    const left = timeLeft(now - at, stored - already, total - stored);
    if (this.#shows === 'lines') this.#line(`${stored} of ${total} ${this.#unit}${left}`);
    else this.#draw(total, stored, left);
  }

  #draw(total: number, stored: number, left: string): void {
    if (this.#bar === undefined) {
      this.#bar = new cliProgress.SingleBar({
        stream: process.stderr,
        format: `${this.#name} [{bar}] {value}/{total} ${this.#unit}{left}`,
        barsize: 24,
        clearOnComplete: true,
        hideCursor: true,
      });
      this.#bar.start(total, stored, { left });
    }
    this.#bar.setTotal(total);
    this.#bar.update(stored, { left });
  }

  #line(text: string): void {
    if (Date.now() < this.#lineAt) return;
    this.#lineAt = Date.now() + lineEvery;
    this.say(`${this.#name}: ${text}`);
  }

  /** Prints a line above the bar. */
  say(text: string): void {
    if (this.#bar !== undefined) process.stderr.write('\r\x1b[K');
    process.stderr.write(`${printable(text)}\n`);
  }

  end(): void {
    this.#bar?.stop();
    this.#bar = undefined;
  }
}

/** `, 12 s left`: what remains takes as long as what is done; empty before anything is. */
export function timeLeft(elapsed: number, done: number, remaining: number): string {
  return done === 0 ? '' : `, ${duration(Math.ceil(((elapsed / done) * remaining) / 1000))} left`;
}
