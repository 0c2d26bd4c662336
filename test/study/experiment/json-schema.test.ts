import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { packageRoot } from '../../../src/package-root.ts';
import { jsonSchemas } from '../../../src/study/experiment/json-schema.ts';

const schemas = Object.entries(jsonSchemas());

describe('the committed JSON Schema', () => {
  it.each(schemas)('%s is that of the program: run "npm run schema" after a change', (file, text) => {
    expect(readFileSync(join(packageRoot, 'experiments', file), 'utf8')).toBe(text);
  });

  it.each(schemas)('%s refuses keys that it does not know, and describes those that it does', (_, text) => {
    const { additionalProperties, properties } = JSON.parse(text);
    expect(additionalProperties).toBe(false);
    const undescribed = Object.keys(properties).filter((key) => properties[key].description === undefined);
    expect(undescribed).toEqual([]);
  });
});
