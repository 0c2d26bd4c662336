import { splitScripts } from '../typography/scripts.ts';

const signs: Readonly<Record<string, string>> = {
  ...{ '\\': '\\textbackslash{}', '{': '\\{', '}': '\\}', $: '\\$', '&': '\\&', '%': '\\%', '#': '\\#', _: '\\_' },
  ...{ '~': '\\textasciitilde{}', '^': '\\textasciicircum{}', '<': '$<$', '>': '$>$', '|': '$|$', '\u00a0': '~' },
  ...{
    '\u2212': '$-$',
    '\u00b1': '$\\pm$',
    '\u00d7': '$\\times$',
    '\u2013': '--',
    '\u2014': '---',
    '\u2026': '\\dots{}',
  },
  ...{
    '\u2264': '$\\le$',
    '\u2265': '$\\ge$',
    '\u00b7': '$\\cdot$',
    '\u221a': '$\\surd$',
    '\u2018': '`',
    '\u2019': "'",
  },
  ...{
    '\u03b1': '$\\alpha$',
    '\u03b5': '$\\varepsilon$',
    '\u03b7': '$\\eta$',
    '\u03ba': '$\\kappa$',
    '\u03bb': '$\\lambda$',
  },
  ...{ '\u03bc': '$\\mu$', '\u03c1': '$\\rho$', '\u03c3': '$\\sigma$', '\u00b0': '$^\\circ$', '"': "''", '\n': ' ' },
};

/** A label of a figure as LaTeX, its scripts as such; letters that LaTeX cannot be told of by these signs stay as they are. */
export function latexLabel(label: string): string {
  return splitScripts(label)
    .map(({ text, level }) => {
      const plain = [...text].map((character) => signs[character] ?? character).join('');
      if (level === 'base') return plain;
      return `$${level === 'sub' ? '_' : '^'}{\\mathrm{${plain.replaceAll('$', '')}}}$`;
    })
    .join('');
}

/** Text as lines of a comment. */
export function comment(text: string): string {
  return text
    .split('\n')
    .map((line) => `% ${line}`)
    .join('\n');
}
