/** How the learning rate changes over the steps of a training. */
export type Schedule =
  | { readonly kind: 'constant'; readonly rate: number }
  /** Multiplied by `factor` after every `every` steps. */
  | { readonly kind: 'decay'; readonly rate: number; readonly factor: number; readonly every: number }
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
    case 'decay':
      return schedule.rate * schedule.factor ** Math.floor(step / schedule.every);
    case 'cosine': {
      const { rate, floor, steps, warmup = 0 } = schedule;
      if (step < warmup) return (rate * (step + 1)) / warmup;
      const progress = Math.min(1, (step - warmup) / (steps - warmup));
      return floor + ((rate - floor) * (1 + Math.cos(Math.PI * progress))) / 2;
    }
  }
}
