import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { figureSpec } from '../../src/figures/figure-spec.ts';

const minimal = { encoding: { x: { field: 'iteration' } } };

describe('the figure section', () => {
  test('needs little and fills in the rest', () => {
    expect(figureSpec.parse(minimal)).toEqual({
      mark: 'line',
      encoding: { x: { field: 'iteration' }, y: { field: 'mean' } },
    });
  });

  test.each([
    ['an unknown key', { ...minimal, colour: 'red' }],
    ['an unknown key deep inside', { encoding: { x: { field: 'iteration', scale: { kind: 'log' } } } }],
    ['an unknown mark', { ...minimal, mark: 'pie' }],
    ['a domain that runs backwards', { encoding: { x: { field: 'snr', scale: { domain: [30, 0] } } } }],
    ['a base of one', { encoding: { x: { field: 'snr', scale: { type: 'log', base: 1 } } } }],
    ['a facet of nothing', { ...minimal, facet: {} }],
    ['a filter without a test', { ...minimal, transform: [{ filter: { field: 'K' } }] }],
    ['a filter with two tests', { ...minimal, transform: [{ filter: { field: 'K', equal: 4, oneOf: [4] } }] }],
    ['a format that is no number format', { encoding: { x: { field: 'snr', axis: { format: "'+evil" } } } }],
    ['a title that is no text', { encoding: { x: { field: 'snr', title: { signal: 'width' } } } }],
    ['a size of zero', { ...minimal, size: { width: 0 } }],
  ])('refuses %s', (_, spec) => {
    expect(figureSpec.safeParse(spec).success).toBe(false);
  });

  test.each(['.2f', '.0%', '~s', 'd', ',.1f', '.3~g', '+.2e', 'fraction'])('accepts the number format %s', (format) => {
    expect(figureSpec.safeParse({ encoding: { x: { field: 'snr', axis: { format } } } }).success).toBe(true);
  });

  test('describes every key for editors', () => {
    const undescribed: string[] = [];
    const visit = (schema: unknown, path: string) => {
      if (typeof schema !== 'object' || schema === null) return;
      for (const [key, part] of Object.entries((schema as { properties?: object }).properties ?? {})) {
        const text = JSON.stringify(part);
        if (!text.includes('"description"') && !('enum' in part)) undescribed.push(`${path}.${key}`);
        visit(part, `${path}.${key}`);
      }
      for (const part of (schema as { items?: object; anyOf?: object[] }).anyOf ?? []) visit(part, path);
      visit((schema as { items?: object }).items, `${path}[]`);
    };
    visit(z.toJSONSchema(figureSpec, { io: 'input' }), 'figure');
    expect(undescribed.filter((path) => !/\.(range|x|y|scale|filter)$/.test(path))).toEqual([]);
  });
});
