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

/** What draws the `index`-th of some curves in a panel, with its entry in the legend where that stands there. */
export function curveLines(
  figure: Figure,
  { data, axes, printed = [] }: PlotPanel,
  curves: readonly Curve[],
  index: number,
  legend: boolean,
): string[] {
  const curve = curves[index];
  const own = curve.mark === 'point' ? printed : data.filter(({ series }) => series === curve.label);
  const place = placeOf(figure, axes!.x);
  const color = `curve${index}`;
  const entry = legend ? [`\\addlegendentry{${latexLabel(curve.label)}}`] : [];
  const { mark } = figure.spec;
  if (own.length === 0) return [];
  if (curve.mark === 'point') {
    const points = own.map((datum) => `(${place(datum)},${datum.mean})`).join(' ');
    return [`\\addplot[only marks, color=${color}, mark=o, mark size=1.6pt] coordinates {${points}};`, ...entry];
  }
  const alone = figure.spec.encoding.x.field === 'solver' && figure.spec.encoding.strokeDash === undefined;
  const share = 0.7 / (alone ? 1 : curves.length);
  const offset = alone ? 0 : (index - (curves.length - 1) / 2) * share;
  const beside = (datum: Datum) => Number(place(datum)) + offset;
  if (mark === 'box') {
    const image = legend ? [`\\addlegendimage{area legend, draw=black, fill=${color}}`] : [];
    return [...own.map((box) => boxLine(box, beside(box), 0.85 * share, color)), ...image, ...entry];
  }
  if (mark === 'bar') {
    const points = own.map((bar) => `(${beside(bar)},${bar.mean}) ${interval(bar)}`);
    const style = `draw=black, fill=${color}, bar shift=0pt, bar width=${0.9 * share}, error bars/.cd, y dir=both, y explicit`;
    return [`\\addplot[${style}] coordinates {${points.join(' ')}};`, ...(alone ? [] : entry)];
  }
  const [at, value] = mark === 'ecdf' ? ['value', 'share'] : [undefined, 'mean'];
  const x = (datum: Datum) => (at === undefined ? place(datum) : datum[at]);
  const marked = own.flatMap((datum, i) => (datum.marker === true ? [i + 1] : []));
  const dash = curve.look.dash
    .map((length, i) => `${i % 2 === 0 ? 'on' : 'off'} ${Number((0.6 * length).toFixed(2))}pt`)
    .join(' ');
  const style = [
    `color=${color}, thick`,
    marks[curve.look.shape],
    'mark size=1.6pt, mark options={solid, fill=white}',
    ...(marked.length > 0 ? [`mark indices={${marked.join(',')}}`] : []),
    ...(dash === '' ? [] : [`dash pattern=${dash}`]),
    ...(mark === 'ecdf' ? ['const plot'] : []),
  ].join(', ');
  if (curve.mark === 'rule') {
    const ends = own.flatMap(({ mean }) => [`(${axisEnds(axes!.x)[0]},${mean})`, `(${axisEnds(axes!.x)[1]},${mean})`]);
    return [`\\addplot[${style}] coordinates {${ends.join(' ')}};`, ...entry];
  }
  return [
    ...(mark === 'ecdf' ? [] : band(own, place, color, axes!.y)),
    `\\addplot[${style}] coordinates {${own.map((datum) => `(${x(datum)},${datum[value]})`).join(' ')}};`,
    ...entry,
  ];
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
