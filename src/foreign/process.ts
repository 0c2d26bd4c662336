import { type ChildProcess, spawn } from 'node:child_process';
import type { Duplex } from 'node:stream';
import { messages } from '../messages.ts';
import type { Launch } from './launch.ts';
import { bytesOf, type Header, lineOf, type Message } from './message.ts';
import { MessageReader } from './message-reader.ts';

/** What a process did instead of answering. */
export class ProcessFailure extends Error {
  override readonly name = 'ProcessFailure';
  /** Trials of the call that it had said to have solved, where it says so. */
  readonly solved: number | undefined;

  constructor(what: string, solved?: number) {
    super(what);
    this.solved = solved;
  }
}

/** How long an answer may take. */
export interface Patience {
  /** Seconds for one trial. */
  readonly perTrial: number;
  /** How many are asked for; `start` for the first message of a process, which takes one's time. */
  readonly trials: number | 'start';
}

/** Told of every process that starts or has ended, so that somebody can end them when this thread cannot. */
export type ProcessListener = (pid: number, state: 'started' | 'ended') => void;

let listener: ProcessListener = () => {};

/** Has the processes of this thread told to `told` from now on. */
export function watchProcesses(told: ProcessListener): void {
  listener = told;
}

/** Characters of what a process said last that are kept for messages. */
const tailLength = 2000;

/** The process of a foreign solver. It answers one message after the other; once it failed it is gone. */
export class ForeignProcess {
  readonly #child: ChildProcess;
  readonly #input: Duplex;
  readonly #output: Duplex;
  readonly #handles: readonly Handle[];
  #tail = '';
  #pending: Pending | undefined;
  #gone: ProcessFailure | undefined;

  constructor({ command: [program, ...args], channel }: Launch) {
    const own = channel === 'own descriptors';
    const stdio = own ? (['ignore', 'pipe', 'pipe', 'pipe', 'pipe'] as const) : (['pipe', 'pipe', 'pipe'] as const);
    // A group of its own: the terminal's Ctrl-C reaches only this program, which then ends it with all that it started.
    this.#child = spawn(program, args, { stdio: [...stdio], detached: true });
    const streams = this.#child.stdio as unknown as Duplex[];
    [this.#input, this.#output] = own ? [streams[3], streams[4]] : [streams[0], streams[1]];
    const said = own ? [streams[1], streams[2]] : [streams[2]];
    for (const stream of said) stream.on('data', (chunk: Buffer) => this.#hear(chunk));
    const reader = new MessageReader((header) => this.#pending?.accept(header));
    this.#output.on('data', (chunk: Buffer) => this.#read(reader, chunk));
    for (const stream of new Set([this.#input, this.#output])) stream.on('error', () => {});
    this.#child.on('error', (error) => this.#fail(messages.foreignNotStarted(program, error)));
    this.#child.on('close', (code, signal) => this.#fail(messages.foreignEnded(code, signal, this.#lastLine())));
    this.#handles = [this.#child, ...(streams as (Handle | null)[]).filter((stream) => stream !== null)];
    const { pid } = this.#child;
    if (pid !== undefined) listener(pid, 'started');
    this.#hold(false);
  }

  get isGone(): boolean {
    return this.#gone !== undefined;
  }

  /**
   * The next message of the process, after this one has been sent where one is given.
   * @param accept throws an Error for a header that is no answer; a process that gives one is ended
   * @throws ProcessFailure where there is none in time
   */
  next(patience: Patience, accept: (header: Header) => void, sent?: Message): Promise<Message> {
    if (this.#gone !== undefined) return Promise.reject(this.#gone);
    return new Promise((resolve, reject) => {
      this.#pending = { resolve, reject, accept, patience, solved: undefined, timer: undefined };
      this.#hold(true);
      this.#wind(patience.trials);
      if (sent === undefined) return;
      this.#input.write(lineOf(sent.header));
      for (const values of sent.values) this.#input.write(bytesOf(values));
    });
  }

  /** Ends the process, whatever it does. */
  end(): void {
    this.#fail(messages.foreignGivenUp());
  }

  #read(reader: MessageReader, chunk: Buffer): void {
    try {
      for (const message of reader.push(chunk)) this.#take(message);
    } catch (error) {
      this.#fail((error as Error).message);
    }
  }

  #take(message: Message): void {
    const pending = this.#pending;
    if (pending === undefined) throw new Error(messages.foreignUnasked());
    const { solved } = message.header;
    if (typeof solved === 'number') {
      pending.solved = solved;
      this.#wind(1);
      return;
    }
    this.#settle();
    pending.resolve(message);
  }

  /** Gives the process its seconds for so many trials from now on. */
  #wind(trials: Patience['trials']): void {
    const pending = this.#pending!;
    clearTimeout(pending.timer);
    const { perTrial } = pending.patience;
    const text = messages.foreignTimeout(perTrial, trials);
    pending.timer = setTimeout(
      () => this.#fail(text),
      Math.min(2 ** 31 - 1, 1000 * perTrial * (trials === 'start' ? 1 : trials)),
    );
  }

  #fail(what: string): void {
    if (this.#gone !== undefined) return;
    this.#gone = new ProcessFailure(what, this.#pending?.solved);
    const pending = this.#settle();
    killGroup(this.#child.pid);
    if (this.#child.pid !== undefined) listener(this.#child.pid, 'ended');
    pending?.reject(this.#gone);
  }

  #settle(): Pending | undefined {
    const pending = this.#pending;
    clearTimeout(pending?.timer);
    this.#pending = undefined;
    this.#hold(false);
    return pending;
  }

  /** Whether this thread stays alive for the process: only while an answer is awaited. */
  #hold(isAwaited: boolean): void {
    for (const handle of this.#handles) (isAwaited ? handle.ref : handle.unref)?.call(handle);
  }

  #hear(chunk: Buffer): void {
    process.stderr.write(chunk);
    this.#tail = (this.#tail + chunk.toString()).slice(-tailLength);
  }

  #lastLine(): string {
    return this.#tail.trimEnd().split('\n').at(-1)!.trim();
  }
}

/** What keeps a thread alive: a process, or one of its pipes. */
interface Handle {
  ref?(): void;
  unref?(): void;
}

interface Pending {
  resolve(message: Message): void;
  reject(failure: ProcessFailure): void;
  readonly accept: (header: Header) => void;
  readonly patience: Patience;
  solved: number | undefined;
  timer: NodeJS.Timeout | undefined;
}

/** Ends a process that leads a group, and the group. */
export function killGroup(pid: number | undefined): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // It has ended by itself.
  }
}
