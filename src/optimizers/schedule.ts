import { power, wholePower } from '../random/elementary.ts';

/** How the learning rate changes over the steps of a training. */
export type Schedule =
  | { readonly kind: 'constant'; readonly rate: number }
  /** Multiplied by `factor` after every `every` steps. */
  | { readonly kind: 'steps'; readonly rate: number; readonly factor: number; readonly every: number }
  /** rate / t^exponent in step t = 1, 2 ... */
  | { readonly kind: 'power'; readonly rate: number; readonly exponent: number }
  /** Half a cosine from `rate` down to `floor` at step `steps`; before, if asked for, a straight line up to `rate`. */
  | {
      readonly kind: 'cosine';
      readonly rate: number;
      readonly floor: number;
      readonly steps: number;
      readonly warmup?: number;
    };

/** The learning rate of step `step`, from 0. */
export function rateAt(schedule: Schedule, step: number): number {
  switch (schedule.kind) {
    case 'constant':
      return schedule.rate;
    case 'steps':
      return schedule.rate * wholePower(schedule.factor, Math.floor(step / schedule.every));
    case 'power':
      return schedule.rate / power(step + 1, schedule.exponent);
    case 'cosine': {
      const { rate, floor, steps, warmup = 0 } = schedule;
      if (step < warmup) return (rate * (step + 1)) / warmup;
      const progress = Math.min(1, (step - warmup) / (steps - warmup));
      return floor + ((rate - floor) * (1 + Math.cos(Math.PI * progress))) / 2;
    }
  }
}

/** The schedule with all its rates multiplied by `factor`. */
export function scaled(schedule: Schedule, factor: number): Schedule {
  const rate = schedule.rate * factor;
  return schedule.kind === 'cosine' ? { ...schedule, rate, floor: schedule.floor * factor } : { ...schedule, rate };
}
