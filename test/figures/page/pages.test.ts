import { execFileSync, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { drawFigure } from '../../../src/figures/draw.ts';
import type { Figure } from '../../../src/figures/figure.ts';
import { figurePage } from '../../../src/figures/page/figure-page.ts';
import { type ReportExperiment, reportPage } from '../../../src/figures/page/report-page.ts';
import { convergence, errorRate, row, spread, users } from '../samples.ts';
import { viewBox } from '../svg-layout.ts';

const hostile = '</script><script>alert(1)</script><!-- "\' & <b>';

function hostileFigure(): Figure {
  const made = convergence();
  return {
    ...made,
    id: 'paper/<fig>"1',
    caption: hostile,
    series: made.series.map((series, i) => ({ ...series, label: `${hostile}${i}` })),
    rows: [...made.rows, row('=cmd()', 'wsr', { M: 8, K: 2, iteration: 1 }, 1)],
  };
}

function experiment(figure: Figure, more: Partial<ReportExperiment> = {}): ReportExperiment {
  return {
    ...figure,
    title: 'Sum rate by layers, J_u = 4',
    paper: { title: 'A paper', authors: 'A. Author', link: 'https://doi.org/10.1000/1' },
    provenance: [{ label: 'seed', value: '1' }],
    claims: [
      {
        text: 'Four layers reach 98 % of WMMSE',
        place: 'Section V',
        finding: false,
        verdict: 'reproduced',
        evidence: '98.4 % \u00b1 0.3 %',
      },
      {
        text: 'It is faster',
        place: 'Table I',
        finding: true,
        verdict: 'not attempted',
        evidence: 'no time was measured',
      },
    ],
    command: `npx reproduce ${figure.id}`,
    ...more,
  };
}

/** Contents of the page's script elements. */
function scriptsOf(html: string): { attributes: string; code: string }[] {
  return [...html.matchAll(/<script([^>]*)>([\s\S]*?)<\/script>/g)].map(([, attributes, code]) => ({
    attributes,
    code,
  }));
}

/** What stays when scripts, styles and drawings are taken out. */
function proseOf(html: string): string {
  return html.replace(/<(script|style|svg)[^>]*>[\s\S]*?<\/\1>/g, '');
}

describe('the page of a figure', () => {
  test('allows exactly its own scripts, and loads nothing', async () => {
    const html = figurePage(await drawFigure(convergence()));
    const policy = /http-equiv="Content-Security-Policy" content="([^"]*)"/.exec(html)![1];
    const hashes = scriptsOf(html)
      .filter(({ attributes }) => attributes === '')
      .map(({ code }) => `'sha256-${createHash('sha256').update(code).digest('base64')}'`);
    expect(hashes).toHaveLength(4);
    expect(policy).toContain(`script-src ${hashes.join(' ')};`);
    expect(policy).toContain("default-src 'none'");
    expect(policy).not.toContain('eval');
    const markup = html.replace(/<script[^>]*>[\s\S]*?<\/script>/g, '');
    expect(markup).not.toMatch(/<(link|img|iframe|object|embed)\b|\ssrc=|\shref="(?!#)|@import|url\((?!#)/);
  });

  test('keeps hostile titles as text, and formulas out of the CSV', async () => {
    const html = figurePage(await drawFigure(hostileFigure()));
    expect(scriptsOf(html)).toHaveLength(5);
    expect(scriptsOf(html).some(({ code }) => code.startsWith('alert'))).toBe(false);
    expect(html).not.toContain('<b>');
    const data = JSON.parse(scriptsOf(html)[0].code);
    expect(data.figures[0].spec.data.values[0].series).toBe(`${hostile}0`);
    expect(data.figures[0].csv).toContain("\n'=cmd(),wsr,");
  });

  test('is the same every time', async () => {
    expect(figurePage(await drawFigure(spread()))).toBe(figurePage(await drawFigure(spread())));
  });
});

describe('the report', () => {
  const report = (experiments: ReportExperiment[]) => reportPage({ title: 'Report', introduction: [], experiments });

  test('holds every figure with claims, provenance and command', async () => {
    const html = await report([
      experiment(convergence()),
      experiment(errorRate(), { paper: { title: 'B', authors: 'C' } }),
    ]);
    const data = JSON.parse(scriptsOf(html)[0].code);
    expect(data.figures).toHaveLength(2);
    expect(html.match(/class="plot" data-figure="\d"/g)).toHaveLength(2);
    const prose = proseOf(html);
    for (const text of [
      'npx reproduce mif-wmmse/fig3',
      'J<sub>u</sub> = 4',
      '1 reproduced',
      'no time was measured',
      'seed',
    ]) {
      expect(prose).toContain(text);
    }
    expect(prose.match(/<h2>/g)).toHaveLength(2);
    expect(prose).toContain('href="#lista-gs-fig10"');
    expect(prose).toContain('id="lista-gs-fig10"');
  });

  test('says why a claim does not hold, and what the paper prints beside what came out', async () => {
    const made = convergence();
    const [first] = made.rows;
    const at = { iteration: first.iteration };
    const printed = [{ solver: first.solver, metric: first.metric, value: 12.5, place: 'Table II', at }];
    const claim = {
      text: 'It rises.',
      place: 'Fig. 3',
      finding: false,
      verdict: 'contradicted',
      evidence: '1',
    } as const;
    const prose = proseOf(
      await report([experiment({ ...made, printed }, { claims: [{ ...claim, reason: 'two digits are exchanged' }] })]),
    );
    expect(prose).toContain('<div class="reason">Why: two digits are exchanged</div>');
    expect(prose).toMatch(/<td>Table II<\/td><td>[^<]*<\/td>.*<td>12\.5<\/td><td>\d[^<]*<\/td>/);
  });

  test('has wide figures once more for narrow screens, their panels below one another', async () => {
    const html = await report([experiment(users('panel')), experiment(convergence())]);
    const [, narrow] = /<div class="plot narrow"[^>]*>(<svg[\s\S]*?<\/svg>)/.exec(html)!;
    const [, whole] = /<div class="plot wide"[^>]*>(<svg[\s\S]*?<\/svg>)/.exec(html)!;
    expect(viewBox(narrow).width).toBeLessThan(440);
    expect(viewBox(narrow).height).toBeGreaterThan(viewBox(whole).height);
    expect(html.match(/class="plot narrow"/g)).toHaveLength(1);
    const ids = [...html.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id);
    expect(new Set(ids).size).toBe(ids.length);
  });

  test('says which figures have no results, or cannot be drawn and why', async () => {
    const broken = convergence().rows.map((point) => ({ ...point, metric: 'other' }));
    const html = await report([
      experiment({ ...convergence(), rows: [] }),
      experiment({ ...convergence(), rows: broken }),
    ]);
    expect(html).toContain('Not computed yet');
    expect(html).toContain('unknown metric &quot;wsr&quot;');
    expect(html).not.toContain('data-figure=');
  });

  test('escapes all texts and links only to the web', async () => {
    const html = await report([
      experiment(hostileFigure(), {
        title: hostile,
        paper: { title: hostile, authors: hostile, link: 'javascript:alert(1)' },
        provenance: [{ label: hostile, value: hostile }],
        claims: [
          {
            ...{ text: hostile, place: hostile, finding: false, evidence: hostile, reason: hostile },
            verdict: 'reproduced',
          },
        ],
        command: hostile,
      }),
    ]);
    expect(proseOf(html)).not.toMatch(/<b>|javascript:|alert\(1\)<\/script>/);
    expect(scriptsOf(html)).toHaveLength(5);
  });
});

const browser = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find((path) =>
  existsSync(path),
);

describe.skipIf(browser === undefined)('in a browser', () => {
  test('figures come to life without any error, their scripts typeset', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'figure-page-'));
    try {
      const path = join(folder, 'fig.html');
      writeFileSync(path, figurePage(await drawFigure(errorRate())));
      const flags = [
        '--headless',
        '--no-sandbox',
        '--disable-gpu',
        '--no-first-run',
        '--disable-background-networking',
      ];
      const dom = execFileSync(
        browser!,
        [...flags, `--user-data-dir=${folder}/profile`, '--virtual-time-budget=3000', '--dump-dom', `file://${path}`],
        { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'], timeout: 50_000 },
      );
      expect(dom).toContain('data-live="true"');
      expect(dom).toMatch(/10<\/tspan><tspan data-run="super"[^>]*>\u22123<\/tspan>/);
      expect(dom).toContain('>LISTA-GS<');
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });

  test('a report on a narrow screen shows stacked panels, without a word on the console', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'report-page-'));
    try {
      const path = join(folder, 'report.html');
      const probe =
        '<script>document.title = [".narrow", ".wide"].map((kind) => document.querySelector(kind).offsetWidth > 0) + "," + ' +
        '(document.documentElement.scrollWidth <= innerWidth)</script>';
      const html = await reportPage({ title: 'R', introduction: [], experiments: [experiment(users('panel'))] });
      // The probe is no script of the page: its policy would refuse it.
      writeFileSync(
        path,
        html.replace(/<meta http-equiv="Content-Security-Policy"[^>]*>/, '').replace('</body>', `${probe}</body>`),
      );
      const flags = ['--headless', '--no-sandbox', '--disable-gpu', '--no-first-run', '--enable-logging=stderr'];
      const shown = (width: number) =>
        spawnSync(
          browser!,
          [
            ...[...flags, `--user-data-dir=${folder}/profile`, `--window-size=${width},900`],
            ...['--virtual-time-budget=3000', '--dump-dom', `file://${path}`],
          ],
          { encoding: 'utf8', timeout: 50_000 },
        );
      const narrow = shown(500);
      expect(narrow.stdout).toContain('<title>true,false,true</title>');
      expect(narrow.stderr).not.toContain(':CONSOLE');
      expect(shown(1200).stdout).toContain('<title>false,true,true</title>');
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});
