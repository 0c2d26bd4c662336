import { row } from './lanes';

/** One lane of `count` rows that follow each other, to a lane of as many elsewhere; y and x are the addresses of its first reals. */
export function copyLane(count: usize, y: usize, x: usize): void {
  for (let i: usize = 0; i < count; i++) {
    store<Real>(y, load<Real>(x));
    y += row;
    x += row;
  }
}
