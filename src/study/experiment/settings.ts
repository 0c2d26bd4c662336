import { z } from 'zod';

/** What a schema says about one of its keys. */
export interface Setting {
  readonly description?: string | undefined;
  readonly default?: unknown;
  readonly accepted: string;
}

/** What a schema says about each of its keys. */
export function settingsOf(schema: z.ZodType): Record<string, Setting> {
  const { properties = {} } = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' });
  return Object.fromEntries(
    Object.entries(properties).map(([name, property]) => {
      const { description, default: fallback, ...rest } = property as z.core.JSONSchema.BaseSchema;
      return [name, { description, default: fallback, accepted: acceptedBy(rest) }];
    }),
  );
}

function acceptedBy({
  type,
  enum: values,
  anyOf,
  const: only,
  minimum,
  maximum,
}: z.core.JSONSchema.BaseSchema): string {
  if (only !== undefined) return JSON.stringify(only);
  if (values !== undefined) return values.map((value) => JSON.stringify(value)).join(' | ');
  if (anyOf !== undefined) return anyOf.map((one) => acceptedBy(one as z.core.JSONSchema.BaseSchema)).join(' | ');
  const bounds = [minimum, maximum].map((bound) =>
    bound === undefined || Math.abs(bound) >= Number.MAX_SAFE_INTEGER ? '' : String(bound),
  );
  return `${[type ?? 'any'].flat().join(' or ')}${bounds.join('') === '' ? '' : ` ${bounds.join('..')}`}`;
}

/** The description, then what is accepted and the default. */
export function settingLine({ description, default: fallback, accepted }: Setting): string {
  const given = fallback === undefined ? '' : `, default ${JSON.stringify(fallback)}`;
  return `${description === undefined ? '' : `${description} `}(${accepted}${given})`;
}
