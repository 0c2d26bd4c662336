import { compileFunction } from 'node:vm';
import type * as Vega from 'vega';
import type { LoggerInterface, Spec } from 'vega';
import type * as VegaLite from 'vega-lite';
import type { TopLevelSpec } from 'vega-lite';
import type { VegaLiteSpec } from '../figure.ts';
import { fontSizes } from '../style.ts';
import { labelWidth } from '../typography/measure.ts';
import { interpreterScript, vegaLiteScript, vegaScript } from '../vega-scripts.ts';

/** A complaint of Vega's is an error here: a figure drawn with a warning is a wrong figure. */
const strictLogger: LoggerInterface = {
  level: (() => strictLogger) as LoggerInterface['level'],
  error: fail,
  warn: fail,
  info: () => strictLogger,
  debug: () => strictLogger,
};

function fail(...complaint: readonly unknown[]): never {
  throw new Error(`Vega: ${complaint.map(String).join(' ')}`);
}

/** What draws, loaded when the first figure is drawn. */
const load = once(() => {
  const vega = exportsOf<typeof Vega>(vegaScript());
  const vegaLite = exportsOf<typeof VegaLite>(vegaLiteScript(), { vega });
  const interpreter = compileFunction(`${interpreterScript()}\nreturn expressionInterpreter;`, ['vega']);
  const { textMetrics } = vega as unknown as { textMetrics: { width: (item: TextItem, text: unknown) => number } };
  textMetrics.width = ({ fontSize }, text) => labelWidth(String(text ?? ''), fontSize ?? fontSizes.tick);
  return { vega, vegaLite, expressionInterpreter: interpreter(vega) };
});

/** What a script exports that takes what it requires from `required`. */
function exportsOf<Exports>(script: string, required: Readonly<Record<string, unknown>> = {}): Exports {
  const exports = {};
  compileFunction(script, ['exports', 'module', 'require'])(exports, { exports }, (name: string) => required[name]);
  return exports as Exports;
}

interface TextItem {
  readonly fontSize?: number;
}

function once<T>(make: () => T): () => T {
  let made: T | undefined;
  return () => (made ??= make());
}

/** Compiles Vega-Lite to Vega. Throws on any warning of the compiler. */
export async function compileSpec(spec: VegaLiteSpec): Promise<Spec> {
  const { vegaLite } = load();
  return vegaLite.compile(spec as unknown as TopLevelSpec, { logger: strictLogger }).spec;
}

/** Draws a compiled specification as SVG, laid out with the bundled font's metrics; scripts are not yet typeset. */
export async function drawSvg(compiled: Spec): Promise<string> {
  const { vega, expressionInterpreter } = load();
  const runtime = vega.parse(compiled, undefined, { ast: true });
  const view = new vega.View(runtime, { renderer: 'none', expr: expressionInterpreter, logger: strictLogger });
  try {
    return await view.toSVG();
  } finally {
    view.finalize();
  }
}
