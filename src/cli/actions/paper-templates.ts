/** What the first figure of a paper of the user's own shows, for each problem. */
interface FirstFigure {
  readonly title: string;
  readonly scenario: string;
  /** Published solvers that stand beside the user's own: name and label. */
  readonly beside: readonly (readonly [name: string, label: string])[];
  readonly metric: string;
  readonly x: { readonly field: string; readonly title: string; readonly first: string };
  readonly y: string;
  /** Which of the two curves of the example claim has the larger values. */
  readonly larger: 'own' | 'published';
}

const figures: Readonly<Record<string, FirstFigure>> = {
  beamforming: {
    title: 'Sum rate over SNR',
    scenario: 'M: 4, K: 4, N: 1, d: 1, snr: "0:5:30"',
    beside: [
      ['wmmse', 'WMMSE'],
      ['zero-forcing', 'zero forcing'],
    ],
    metric: 'wsr',
    x: { field: 'snr', title: 'SNR (dB)', first: '30' },
    y: 'Sum rate (bit/s/Hz)',
    larger: 'published',
  },
  multicell: {
    title: 'Sum rate over the distance of the stations',
    scenario: 'B: 2, U: 4, Nt: 8, isd: [0.5, 1, 2, 2.8]',
    beside: [
      ['wmmse', 'WMMSE'],
      ['mrt', 'MRT'],
    ],
    metric: 'sum-rate',
    x: { field: 'isd', title: 'Inter-site distance (km)', first: '0.5' },
    y: 'Sum rate (bit/s/Hz)',
    larger: 'published',
  },
  'massive-access': {
    title: 'NMSE over SNR',
    scenario: 'L: 60, N: 120, M: 8, snr: "0:5:15"',
    beside: [
      ['amp-mmse', 'AMP with the MMSE denoiser'],
      ['nesterov', 'accelerated proximal gradient'],
    ],
    metric: 'nmse',
    x: { field: 'snr', title: 'SNR (dB)', first: '15' },
    y: 'NMSE (dB)',
    larger: 'own',
  },
  'csi-feedback': {
    title: 'NMSE over the compression',
    scenario: 'compression: ["1/32", "1/16", "1/8", "1/4"]',
    beside: [
      ['principal-components', 'best linear scheme'],
      ['ista', 'ISTA'],
    ],
    metric: 'nmse',
    x: { field: 'compression', title: 'Compression ratio', first: '"1/4"' },
    y: 'NMSE (dB)',
    larger: 'own',
  },
};

/** The problems for which there is a first figure. */
export const problemsOfFigures = Object.keys(figures);

/** The files of a paper's folder but for its solver, by name. `id` is that of the paper: the name of the folder. */
export function paperFiles(id: string, problem: string): Readonly<Record<string, string>> {
  const figure = figures[problem];
  return {
    'paper.yaml': paper(id),
    'fig1.yaml': experiment(id, problem, figure),
    'claims.yaml': claims(id, figure),
    '.gitignore': '.reproduce/\n',
    'README.md': readme(id),
  };
}

function paper(id: string): string {
  return `# The paper. Its id is the name of this folder. A doi or an arxiv number may stand in the place of the venue.
id: ${id}
title: Title of my paper
authors: A. Author, B. Author
venue: in preparation
`;
}

function experiment(id: string, problem: string, { title, scenario, beside, metric, x, y }: FirstFigure): string {
  return `# One figure: scenarios, solvers, a metric, and how it is drawn. Its id is folder/file. Any other .yaml in this folder is another one.
id: ${id}/fig1
title: ${title}
paper: ${id}
place: Fig. 1
# "reproduce info ${problem}" lists axes, metrics and solvers with their parameters. Solvers see the same draws.
problem: ${problem}
scenarios:
  - { ${scenario} }
solvers:
  # A solver of your own: a path from this folder (.js, .ts, .py, .onnx), or "exec:" and a command.
  - solver: ./mine.js
    label: mine
    # parameters: { ... }
${beside.map(([name, label]) => `  - solver: ${name}\n    label: ${label}\n`).join('')}metrics: [${metric}]
# Trials of every point: smoke for CI, quick while you work (the default), paper for what you publish.
profiles:
  smoke: { trials: 10 }
  quick: { trials: 100 }
  paper: { trials: 1000 }
# Vega-Lite's encodings.
figure:
  encoding:
    x: { field: ${x.field}, title: "${x.title}" }
    y: { field: mean, metric: ${metric}, title: "${y}" }
# What your paper leaves open, or where you depart from it.
choices:
  - what: the number of trials
    why: 1000, so that intervals are narrower than the differences that the text speaks of
`;
}

function claims(id: string, { beside, metric, x, larger }: FirstFigure): string {
  const [[published, label]] = beside;
  const [above, below] = larger === 'own' ? ['mine', published] : [published, 'mine'];
  return `# What the paper states, each with a tolerance that is fixed before the results are known. "reproduce claims ./${id}" gives the verdicts.
paper: ${id}
claims:
  - id: fig1-mine-and-${published}
    place: Fig. 1
    says: The curve of ${label} lies ${larger === 'own' ? 'below' : 'above'} mine.
    kind: ordering
    experiment: fig1
    metric: ${metric}
    # Curves as the column "solver" of the CSV calls them.
    above: ${above}
    below: ${below}
    where: { ${x.field}: ${x.first} }
    tolerance: 0
`;
}

function readme(id: string): string {
  return `# ${id}

\`\`\`sh
npx reproduce ./${id}                      # from the folder above; from within: npx reproduce .
npx reproduce ./${id} --profile paper      # what the claims are tested on
npx reproduce claims ./${id}
npx reproduce report ./${id}               # one page with all figures
npx reproduce check ./${id} --profile smoke   # for CI: 0 same curves, 1 a curve moved, 3 too few trials to tell
\`\`\`

Results go to \`results/${id}/\` and figures to \`figures/${id}/\` of the folder in which you call it; commit those of the paper profile. This
folder must keep its name, or the ids in the files change with it.
`;
}
