import type { Command } from '../command.ts';
import type { Options } from '../options.ts';
import { bench } from './bench.ts';
import { check } from './check.ts';
import { claims } from './claims.ts';
import { completion } from './completion.ts';
import { doctor } from './doctor.ts';
import { draw } from './draw.ts';
import { info } from './info.ts';
import { list } from './list.ts';
import { merge } from './merge.ts';
import { create } from './new.ts';
import { plot } from './plot.ts';
import { report } from './report.ts';
import { run } from './run.ts';
import { status } from './status.ts';
import { submit } from './submit.ts';
import { sweep } from './sweep.ts';
import { time } from './time.ts';
import { train } from './train.ts';

/** Every command, in the order of the help; the first is what `reproduce fig3` stands for. */
export const commands: readonly Command<keyof Options>[] = [
  ...[run, sweep, create, draw, list, info, train, time, plot],
  ...[claims, check, report, submit, status, merge],
  ...[bench, doctor, completion],
];
