import { z } from 'zod';
import { claimsSchema } from '../claims/schema.ts';
import { experimentSchema, paperSchema } from './schema.ts';

/** The JSON Schemas, by their names in `experiments/`, with which editors complete and check the files there. */
export function jsonSchemas(): Record<string, string> {
  const schemas = {
    'claims.schema.json': claimsSchema,
    'experiment.schema.json': experimentSchema,
    'paper.schema.json': paperSchema,
  };
  const texts = Object.entries(schemas).map(([file, schema]) => {
    const json = z.toJSONSchema(schema, { io: 'input', reused: 'inline' });
    return [file, `${JSON.stringify(json, null, 2)}\n`] as const;
  });
  return Object.fromEntries(texts);
}
