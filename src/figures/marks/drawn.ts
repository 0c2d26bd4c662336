import type { PlotAxis } from '../axes/axis.ts';
import type { Curve } from '../curves.ts';
import type { Cell, FigureRow } from '../figure.ts';
import type { Segment } from '../placement.ts';

/** A drawn point: a row with its curve. */
export interface Point {
  readonly curve: Curve;
  readonly row: FigureRow;
  readonly x: Cell;
}

export interface Size {
  readonly width: number;
  readonly height: number;
}

/** A curve and the edges of its band as pieces in pixels. */
export function lineSegments(points: readonly Point[], x: PlotAxis, y: PlotAxis, size: Size): Segment[] {
  const columns = points
    .map((point) => ({ at: x.position(point.x), row: point.row }))
    .filter((column) => column.at !== undefined)
    .toSorted((a, b) => a.at! - b.at!);
  return (['mean', 'ci95_low', 'ci95_high'] as const).flatMap((edge) => {
    const line = columns.map(({ at, row }): [number, number] => [
      at! * size.width,
      (1 - (y.position(row[edge] ?? row.mean) ?? 0)) * size.height,
    ]);
    return line.length === 1 ? [{ from: line[0], to: line[0] }] : polyline(line);
  });
}

/** A level and the edges of its band. */
export function levelSegments(points: readonly Point[], y: PlotAxis, size: Size): Segment[] {
  return points.flatMap(({ row }) =>
    [row.mean, row.ci95_low, row.ci95_high].map((value): Segment => {
      const at = (1 - (y.position(value ?? row.mean) ?? 0)) * size.height;
      return { from: [0, at], to: [size.width, at] };
    }),
  );
}

/** The pieces of a line through points in pixels. */
export function polyline(points: readonly (readonly [number, number])[]): Segment[] {
  return points.slice(1).map((to, i) => ({ from: points[i], to }));
}
