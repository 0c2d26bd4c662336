import { expect, test } from 'vitest';
import { paperPage } from '../../src/publish/paper-page.ts';
import type { Verdict } from '../../src/study/claims/judge.ts';

const paper = { id: 'toy', title: 'A paper', authors: 'A. Author', arxiv: '2205.08877' };

function verdict(says: string, status: Verdict['status'], more: object = {}): Verdict {
  const claim = { id: says, kind: 'value', place: 'Fig. 1', says, ...more } as unknown as Verdict['claim'];
  return { claim, status, why: '1 [0.9, 1.1]; accepted: 1', answers: [] };
}

test('a page lists claims by their verdict, with reasons, and findings apart and uncounted', () => {
  const page = paperPage(paper, [
    verdict('It works.', 'reproduced'),
    verdict('It is fast.', 'contradicted', { reason: 'it waits' }),
    verdict('Others are slow.', 'contradicted', { finding: true }),
  ]);
  expect(page).toContain('# [A paper](https://arxiv.org/abs/2205.08877)');
  expect(page).toContain('Claims of the paper: 1 reproduced, 1 contradicted.');
  const [holds, not, asked] = ['What holds', 'What does not hold', 'What the paper does not say'].map((heading) =>
    page.indexOf(heading),
  );
  expect(page.indexOf('It works.')).toBeGreaterThan(holds);
  expect(page.indexOf('It is fast.')).toBeGreaterThan(not);
  expect(page).toContain('Why: it waits.');
  expect(page.indexOf('Others are slow.')).toBeGreaterThan(asked);
  expect(page).toMatch(/Others are slow\. \(Fig\. 1\) {2}\n {2}No: /);
});
