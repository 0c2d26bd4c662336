import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Figure } from '../../../src/figures/figure.ts';
import { pgfplots } from '../../../src/figures/latex/pgfplots.ts';
import { latexTable, markdownTable } from '../../../src/figures/latex/table.ts';
import { latexLabel } from '../../../src/figures/latex/text.ts';
import { convergence, entries, figure, row, samples, table, users } from '../samples.ts';

const sourceOf = (figure: Figure) => (figure.spec.mark === 'table' ? latexTable(figure) : pgfplots(figure, 3.5));

/** Without comments. */
const codeOf = (source: string) => source.replace(/^%.*$/gm, '');

const hasLatex = spawnSync('pdflatex', ['--version']).status === 0;
if (!hasLatex) process.stderr.write('pdflatex is not there: that figures compile is NOT tested\n');

const document = (body: string) => `\\documentclass{article}
\\usepackage[T1]{fontenc}\\usepackage{booktabs,pgfplots}\\pgfplotsset{compat=1.16}
\\usepgfplotslibrary{groupplots,statistics}
\\begin{document}
${body}
\\end{document}
`;

/** Compiles a figure as a paper that reads it would. */
function compile(figure: Figure): void {
  const folder = mkdtempSync(join(tmpdir(), 'latex-'));
  try {
    writeFileSync(join(folder, 'figure.tex'), sourceOf(figure));
    writeFileSync(join(folder, 'paper.tex'), document('\\input{figure}'));
    const args = ['-interaction=nonstopmode', '-halt-on-error', 'paper.tex'];
    const { status, stdout } = spawnSync('pdflatex', args, { cwd: folder, encoding: 'utf8' });
    expect(status, stdout.split('\n').slice(-30).join('\n')).toBe(0);
    expect(readFileSync(join(folder, 'paper.pdf'), 'latin1')).toMatch(/^%PDF/);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

describe.each(Object.entries(samples))('%s as LaTeX', (_, make) => {
  it('names every solver, in signs that LaTeX knows', () => {
    const source = sourceOf(make());
    expect(codeOf(source)).toMatch(/^[\x20-\x7e\n]+$/);
    for (const { label } of make().series) expect(source).toContain(latexLabel(label));
  });

  it.skipIf(!hasLatex)('compiles', () => compile(make()));
});

it.skipIf(!hasLatex)('a heat map compiles', () => compile(entries()));

describe('a figure for pgfplots', () => {
  it('has the very numbers of its rows, axes with their titles, and the colours of the curves', () => {
    const made = convergence();
    const source = pgfplots(made, 3.5);
    const points = made.rows.filter(({ solver, iteration }) => solver === made.series[1].solver && iteration !== null);
    expect(points.length).toBeGreaterThan(5);
    for (const { iteration, mean } of points) expect(source).toContain(`(${iteration},${mean})`);
    expect(source).toMatch(/xlabel=\{[^}]+\}/);
    expect(source).toContain('\\definecolor{curve1}{HTML}{0B5FA5}');
  });

  it('is refused where TikZ would show something else', () => {
    const made = convergence();
    const series = made.series.map((one) => ({ ...one, color: 'rebeccapurple' }));
    expect(() => pgfplots({ ...made, series }, 3.5)).toThrow('TikZ cannot show colour "rebeccapurple"');
    const rows = (at: number[]) => at.map((x) => row('a', 'size', { x, y: x % 2 }, x));
    const heat = (at: number[]) =>
      figure(
        { mark: 'heat', encoding: { x: { field: 'x' }, y: { field: 'y' } } },
        [{ solver: 'a', label: 'A' }],
        rows(at),
      );
    expect(() => pgfplots(heat([0, 1, 2, 3]), 3.5)).toThrow('TikZ cannot show a heat map with gaps');
    expect(() => pgfplots(heat([0, 1, 7]), 3.5)).toThrow('TikZ cannot show uneven places along x');
  });

  it('joins no line across a zero on a log axis, and marks it on the lower edge up to the end of its interval', () => {
    const rows = [4e-3, 0, 2e-3, 1e-3].map((mean, snr) => row('a', 'errors', { snr }, mean, 5e-4));
    const made = figure(
      { encoding: { x: { field: 'snr' }, y: { scale: { type: 'log', domain: [1e-4, 1e-2] } } } },
      [{ solver: 'a', label: 'A' }],
      rows,
    );
    const lines = pgfplots(made, 3.5).match(/\\addplot\[color[^\n]*/g)!;
    expect(lines.map((line) => /coordinates \{(.*)\}/.exec(line)?.[1])).toEqual(['(0,0.004)', '(2,0.002) (3,0.001)']);
    expect(lines.map((line) => line.includes('forget plot'))).toEqual([false, true]);
    expect(pgfplots(made, 3.5)).toMatch(/only marks[^\n]*\{\(1,0\.0001\) \+= \(0,0\.0004\)\}/);
  });

  it('shows a heat map row by row in the colours of the other formats, with one bar for all panels', () => {
    const source = pgfplots(entries(), 7.16);
    const plots = source.match(/coordinates \{\n[^}]*\}/g)!;
    expect(plots).toHaveLength(2);
    expect(plots[0].split('\n').slice(1, -1)).toEqual([
      `(1,1) [0] (2,1) [${1 / 13}] (3,1) [${2 / 13}] (4,1) [${3 / 13}]`,
      `(1,2) [${4 / 13}] (2,2) [${5 / 13}] (3,2) [${6 / 13}] (4,2) [${7 / 13}]`,
      `(1,3) [${8 / 13}] (2,3) [${9 / 13}] (3,3) [${10 / 13}] (4,3) [${11 / 13}]`,
    ]);
    expect(source).toContain('y dir=reverse');
    expect(source.match(/point meta min=0, point meta max=1/g)).toHaveLength(2);
    expect(source.match(/colorbar style=\{ylabel=\{Size over the largest\}/g)).toHaveLength(1);
  });

  it('has a legend for every curve, also for one that the panel of the legend lacks', () => {
    const made = users('panel');
    const rows = made.rows.filter(({ solver, K }) => solver !== 'lagd' || K === 2);
    const source = pgfplots({ ...made, rows }, 3.5);
    expect(source.match(/\\addlegendentry\{[^}]*\}/g)).toEqual([
      '\\addlegendentry{WMMSE}',
      '\\addlegendentry{LAGD-FNN}',
    ]);
    expect(source).toContain('\\addlegendimage{color=curve1');
  });
});

describe('text', () => {
  it('keeps scripts, and escapes what LaTeX would read as its own', () => {
    expect(latexLabel('J_u = 10^-3')).toBe('J$_{\\mathrm{u}}$ = 10$^{\\mathrm{-3}}$');
    expect(latexLabel('50 % & #1, a{b} \u2212 2 \u00b1 1')).toBe('50 \\% \\& \\#1, a\\{b\\} $-$ 2 $\\pm$ 1');
  });
});

it('a table as Markdown has a line a curve, and nothing of it is markup', () => {
  const figure = table();
  const series = figure.series.map((one, i) => (i === 0 ? { ...one, label: 'a|b <i>' } : one));
  const lines = markdownTable({ ...figure, series }).split('\n');
  expect(lines[1]).toMatch(/^\| --- \|( ---: \|)+$/);
  expect(lines[2]).toMatch(/^\| a\\\|b \\<i\\> \| /);
  expect(lines.filter((line) => line.startsWith('|'))).toHaveLength(2 + series.length);
});
