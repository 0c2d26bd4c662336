import { z } from 'zod';
import { experimentSchema, paperSchema } from './schema.ts';

/** The JSON Schemas, by their names in `experiments/`, with which editors complete and check experiment files. */
export function jsonSchemas(): Record<string, string> {
  const schemas = { 'experiment.schema.json': experimentSchema, 'paper.schema.json': paperSchema };
  const texts = Object.entries(schemas).map(([file, schema]) => {
    const json = z.toJSONSchema(schema, { io: 'input', reused: 'inline' });
    return [file, `${JSON.stringify(json, null, 2)}\n`] as const;
  });
  return Object.fromEntries(texts);
}
