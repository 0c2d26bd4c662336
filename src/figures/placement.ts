import type { LegendBox } from './legend.ts';

/** A straight piece of something drawn, in pixels from the panel's upper left corner. */
export interface Segment {
  readonly from: readonly [number, number];
  readonly to: readonly [number, number];
}

/** Room kept between the legend and the frame, and between the legend and data. */
const frameMargin = 9;
const dataMargin = 6;

export type Corner = 'top-left' | 'top-right' | 'bottom-left' | 'bottom-right';

/** Upper left corner of a box that stands in a corner of a panel, or in the middle of one of its sides. */
export function cornerPlace(corner: string, box: Pick<LegendBox, 'width' | 'height'>, width: number, height: number) {
  const right = width - box.width - frameMargin;
  const bottom = height - box.height - frameMargin;
  return {
    left: corner.includes('left') ? frameMargin : corner.includes('right') ? right : (frameMargin + right) / 2,
    top: corner.includes('top') ? frameMargin : corner.includes('bottom') ? bottom : (frameMargin + bottom) / 2,
  };
}

/**
 * The first place inside a panel at which a legend hides nothing: the corners, then the middles of the sides. Undefined
 * where there is none.
 */
export function freePlace(box: LegendBox, width: number, height: number, drawn: readonly Segment[]) {
  if (box.width > 0.8 * width || box.height > 0.8 * height) return undefined;
  const places = ['bottom-right', 'top-right', 'top-left', 'bottom-left', 'bottom', 'top', 'right', 'left'];
  return places
    .map((place) => cornerPlace(place, box, width, height))
    .find(({ left, top }) => !drawn.some((segment) => crosses(segment, left, top, box)));
}

/** Whether a segment comes closer to a box than the margin (Liang-Barsky clipping). */
function crosses({ from, to }: Segment, left: number, top: number, box: LegendBox): boolean {
  const [dx, dy] = [to[0] - from[0], to[1] - from[1]];
  const sides: [number, number][] = [
    [-dx, from[0] - (left - dataMargin)],
    [dx, left + box.width + dataMargin - from[0]],
    [-dy, from[1] - (top - dataMargin)],
    [dy, top + box.height + dataMargin - from[1]],
  ];
  let [enter, leave] = [0, 1];
  for (const [p, q] of sides) {
    if (p === 0 && q < 0) return false;
    if (p < 0) enter = Math.max(enter, q / p);
    if (p > 0) leave = Math.min(leave, q / p);
  }
  return enter <= leave;
}
