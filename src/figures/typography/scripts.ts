/** A piece of a label on one level. */
export interface Run {
  readonly text: string;
  readonly level: 'base' | 'sub' | 'super';
}

/** Size of a script against its base, and its shift in units of the base's size (positive is down). */
export const scriptScale = 0.7;
export const scriptShift: Readonly<Record<Run['level'], number>> = { base: 0, sub: 0.2, super: -0.36 };

/**
 * Splits a label into its base and its scripts: `10^-3`, `x^2`, `J_u`, `x^{k+1}`, `N_{t}`. Without braces a subscript is
 * one character on a symbol of one letter, so that names such as `csi_net` stay as they are; a backslash keeps the next
 * character as it is. The function stands alone: figure pages carry its source text into the browser.
 */
export function splitScripts(label: string): Run[] {
  const pattern =
    /\\([\\_^{}])|([_^])\{([^{}]*)\}|\^([-+\u2212]?\d+|\p{L})(?![\p{L}\p{N}_])|(?<=(?<![\p{L}\p{N}_])\p{L})_([\p{L}\p{N}])(?![\p{L}\p{N}_])/gu;
  const runs: Run[] = [];
  const append = (text: string, level: 'base' | 'sub' | 'super') => {
    const last = runs[runs.length - 1];
    if (last?.level === level) runs[runs.length - 1] = { text: last.text + text, level };
    else if (text !== '') runs.push({ text, level });
  };
  let end = 0;
  for (const match of label.matchAll(pattern)) {
    append(label.slice(end, match.index), 'base');
    end = match.index + match[0].length;
    const [, literal, sign, braced, superscript, subscript] = match;
    if (literal !== undefined) append(literal, 'base');
    else if (superscript !== undefined) append(superscript.replace('-', '\u2212'), 'super');
    else if (subscript !== undefined) append(subscript, 'sub');
    else append((braced ?? '').replaceAll('-', '\u2212'), sign === '_' ? 'sub' : 'super');
  }
  append(label.slice(end), 'base');
  return runs;
}

/** The label that prints `text` exactly, with no character taken as a script sign. */
export function literalLabel(text: string): string {
  return text.replace(/[\\_^{}]/g, '\\$&');
}

/** A label as plain text, for places that cannot typeset: page titles, descriptions. */
export function plainLabel(label: string): string {
  return splitScripts(label)
    .map(({ text }) => text)
    .join('');
}
