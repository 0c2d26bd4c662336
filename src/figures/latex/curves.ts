import type { PlotAxis } from '../axes/axis.ts';
import type { Curve } from '../curves.ts';
import type { Cell, Figure } from '../figure.ts';
import type { Datum, PlotPanel } from '../marks/plot.ts';
import { axisEnds, placeOf } from './axes.ts';
import { latexLabel } from './text.ts';

const marks: Readonly<Record<string, string>> = {
  circle: 'mark=*',
  square: 'mark=square*',
  diamond: 'mark=diamond*',
  'triangle-up': 'mark=triangle*',
  'triangle-down': 'mark=triangle*, every mark/.append style={rotate=180}',
  'triangle-left': 'mark=triangle*, every mark/.append style={rotate=90}',
  'triangle-right': 'mark=triangle*, every mark/.append style={rotate=-90}',
  cross: 'mark=+',
  none: 'mark=none',
};

/** A curve of a panel, with what places and styles it. */
interface Drawn {
  readonly figure: Figure;
  readonly curve: Curve;
  readonly own: readonly Datum[];
  readonly color: string;
  /** Its entry in the legend, where that stands in this panel. */
  readonly entry: readonly string[];
  readonly axes: { readonly x: PlotAxis; readonly y: PlotAxis };
  readonly place: (datum: Datum) => Cell;
}

/** What draws the `index`-th of some curves in a panel, with its entry in the legend where that stands there. */
export function curveLines(
  figure: Figure,
  { data, axes, printed = [], zeros = [] }: PlotPanel,
  curves: readonly Curve[],
  index: number,
  legend: boolean,
): string[] {
  const curve = curves[index];
  const ofCurve = ({ series }: Datum) => series === curve.label;
  const drawn: Drawn = {
    ...{ figure, curve, color: `curve${index}`, axes: axes!, place: placeOf(figure, axes!.x) },
    own: curve.mark === 'point' ? printed : data.filter(ofCurve),
    entry: legend && !isNamedAlong(figure) ? [`\\addlegendentry{${latexLabel(curve.label)}}`] : [],
  };
  const lines = drawn.own.length === 0 ? absent(drawn) : linesOf(drawn, curves.length, index);
  return [...lines, ...zeroMarks(drawn, zeros.filter(ofCurve))];
}

/** Whether the axis names the solvers, and no legend has to. */
function isNamedAlong({ spec: { mark, encoding } }: Figure): boolean {
  return mark === 'bar' && encoding.x.field === 'solver' && encoding.strokeDash === undefined;
}

/** A curve that has nothing in this panel stands in the legend all the same. */
function absent({ figure, curve, color, entry }: Drawn): string[] {
  const { mark } = figure.spec;
  const area = mark === 'box' || mark === 'bar';
  const style = area ? areaStyle(color) : lineStyle(figure, curve, color).join(', ');
  return entry.length === 0 ? [] : [`\\addlegendimage{${style}}`, ...entry];
}

function areaStyle(color: string): string {
  return `area legend, draw=black, fill=${color}`;
}

function linesOf(drawn: Drawn, count: number, index: number): string[] {
  const { figure, curve, own, color, entry, axes, place } = drawn;
  if (curve.mark === 'point') {
    const points = own.map((datum) => `(${place(datum)},${datum.mean})`).join(' ');
    return [`\\addplot[only marks, color=${color}, mark=o, mark size=1.6pt] coordinates {${points}};`, ...entry];
  }
  const { mark } = figure.spec;
  if (mark === 'box' || mark === 'bar') return besideOthers(drawn, mark, count, index);
  const style = lineStyle(figure, curve, color);
  if (curve.mark === 'rule') {
    const ends = own.flatMap(({ mean }) => [`(${axisEnds(axes.x)[0]},${mean})`, `(${axisEnds(axes.x)[1]},${mean})`]);
    return [`\\addplot[${style.join(', ')}] coordinates {${ends.join(' ')}};`, ...entry];
  }
  if (mark === 'ecdf') return [lineOf(own, style, ({ value, share }) => `(${value},${share})`), ...entry];
  // Not joined across zeros, for which a log axis has no place.
  const pieces = [...new Set(own.map(({ piece }) => piece))];
  return pieces.flatMap((piece, i) => {
    const points = own.filter((datum) => datum.piece === piece);
    return [
      ...band(points, place, color, axes.y),
      lineOf(points, i === 0 ? style : [...style, 'forget plot'], (datum) => `(${place(datum)},${datum.mean})`),
      ...(i === 0 ? entry : []),
    ];
  });
}

/** Bars and boxes, which stand side by side where several curves have some at a place. */
function besideOthers({ figure, own, color, entry, place }: Drawn, mark: 'box' | 'bar', count: number, index: number) {
  const { x, strokeDash } = figure.spec.encoding;
  const alone = x.field === 'solver' && strokeDash === undefined;
  const share = 0.7 / (alone ? 1 : count);
  const offset = alone ? 0 : (index - (count - 1) / 2) * share;
  const beside = (datum: Datum) => Number(place(datum)) + offset;
  if (mark === 'box') {
    const image = entry.length > 0 ? [`\\addlegendimage{${areaStyle(color)}}`] : [];
    return [...own.map((box) => boxLine(box, beside(box), 0.85 * share, color)), ...image, ...entry];
  }
  const points = own.map((bar) => `(${beside(bar)},${bar.mean}) ${interval(bar)}`);
  const style = `draw=black, fill=${color}, bar shift=0pt, bar width=${0.9 * share}, error bars/.cd, y dir=both, y explicit`;
  return [`\\addplot[${style}] coordinates {${points.join(' ')}};`, ...entry];
}

/** Options of a line: colour, marker, dashes. */
function lineStyle({ spec: { mark } }: Figure, { look }: Curve, color: string): string[] {
  const dash = look.dash
    .map((length, i) => `${i % 2 === 0 ? 'on' : 'off'} ${Number((0.6 * length).toFixed(2))}pt`)
    .join(' ');
  return [
    `color=${color}, thick`,
    marks[look.shape],
    'mark size=1.6pt, mark options={solid, fill=white}',
    ...(dash === '' ? [] : [`dash pattern=${dash}`]),
    ...(mark === 'ecdf' ? ['const plot'] : []),
  ];
}

/** A line through points, with markers at those that have one. */
function lineOf(points: readonly Datum[], style: readonly string[], at: (datum: Datum) => string): string {
  const marked = points.flatMap((datum, i) => (datum.marker === true ? [i + 1] : []));
  const options = [...style, ...(marked.length > 0 ? [`mark indices={${marked.join(',')}}`] : [])];
  return `\\addplot[${options.join(', ')}] coordinates {${points.map(at).join(' ')}};`;
}

/** Zeros on a log axis: marks on the lower edge, with error bars up to the ends of their intervals. */
function zeroMarks({ curve, color, axes, place }: Drawn, zeros: readonly Datum[]): string[] {
  if (zeros.length === 0) return [];
  const low = axes.y.domain![0];
  const points = zeros.map((zero) => `(${place(zero)},${low}) += (0,${Math.max(0, Number(zero.ci95_high) - low)})`);
  const style = [
    `only marks, color=${color}, ${marks[curve.look.shape]}, mark size=1.6pt, mark options={solid, fill=white}`,
    'forget plot, error bars/.cd, y dir=plus, y explicit',
  ];
  return [`\\addplot[${style.join(', ')}] coordinates {${points.join(' ')}};`];
}

/** The 95 % band of a curve, as far as it is known; on a log axis not below its lower end. */
function band(own: readonly Datum[], place: (datum: Datum) => Cell, color: string, y: PlotAxis): string[] {
  const known = own.filter(({ ci95_low, ci95_high }) => ci95_low !== null && ci95_high !== null);
  if (known.length < 2) return [];
  const low = (datum: Datum) => Math.max(Number(datum.ci95_low), y.domain?.[0] ?? Number.NEGATIVE_INFINITY);
  const edges = [
    ...known.map((datum) => `(${place(datum)},${low(datum)})`),
    ...known.toReversed().map((datum) => `(${place(datum)},${datum.ci95_high})`),
  ];
  return [
    `\\addplot[draw=none, fill=${color}, fill opacity=0.16, forget plot] coordinates {${edges.join(' ')}} -- cycle;`,
  ];
}

function interval({ mean, ci95_low, ci95_high }: Datum): string {
  if (ci95_low === null || ci95_high === null) return '+= (0,0) -= (0,0)';
  return `+= (0,${Number(ci95_high) - Number(mean)}) -= (0,${Number(mean) - Number(ci95_low)})`;
}

function boxLine({ low, first, median, third, high }: Datum, at: number, extend: number, color: string): string {
  const whiskers = `lower whisker=${low}, lower quartile=${first}, median=${median}, upper quartile=${third}, upper whisker=${high}`;
  const box = `boxplot prepared={${whiskers}, draw position=${at}, box extend=${extend}}`;
  return `\\addplot[draw=black, fill=${color}, forget plot, ${box}] coordinates {};`;
}
