import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Figure } from '../../../src/figures/figure.ts';
import { pgfplots } from '../../../src/figures/latex/pgfplots.ts';
import { latexTable, markdownTable } from '../../../src/figures/latex/table.ts';
import { latexLabel } from '../../../src/figures/latex/text.ts';
import { convergence, samples, table } from '../samples.ts';

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

describe.each(Object.entries(samples))('%s as LaTeX', (_, make) => {
  it('names every solver, in signs that LaTeX knows', () => {
    const source = sourceOf(make());
    expect(codeOf(source)).toMatch(/^[\x20-\x7e\n]+$/);
    for (const { label } of make().series) expect(source).toContain(latexLabel(label));
  });

  it.skipIf(!hasLatex)('compiles', () => {
    const folder = mkdtempSync(join(tmpdir(), 'latex-'));
    try {
      writeFileSync(join(folder, 'figure.tex'), sourceOf(make()));
      writeFileSync(join(folder, 'paper.tex'), document('\\input{figure}'));
      const args = ['-interaction=nonstopmode', '-halt-on-error', 'paper.tex'];
      const { status, stdout } = spawnSync('pdflatex', args, { cwd: folder, encoding: 'utf8' });
      expect(status, stdout.split('\n').slice(-30).join('\n')).toBe(0);
      expect(readFileSync(join(folder, 'paper.pdf'), 'latin1')).toMatch(/^%PDF/);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});

describe('a figure for pgfplots', () => {
  it('has the very numbers of its rows, axes with their titles, and the colours of the curves', () => {
    const figure = convergence();
    const source = pgfplots(figure, 3.5);
    const points = figure.rows.filter(
      ({ solver, iteration }) => solver === figure.series[1].solver && iteration !== null,
    );
    expect(points.length).toBeGreaterThan(5);
    for (const { iteration, mean } of points) expect(source).toContain(`(${iteration},${mean})`);
    expect(source).toMatch(/xlabel=\{[^}]+\}/);
    expect(source).toContain('\\definecolor{curve1}{HTML}{0B5FA5}');
  });

  it('is refused where TikZ would show something else', () => {
    const figure = convergence();
    const series = figure.series.map((one) => ({ ...one, color: 'rebeccapurple' }));
    expect(() => pgfplots({ ...figure, series }, 3.5)).toThrow('TikZ cannot show colour "rebeccapurple"');
    const heat = { ...figure, spec: { ...figure.spec, mark: 'heat' as const } };
    expect(() => pgfplots(heat, 3.5)).toThrow('TikZ cannot show mark "heat"');
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
