/** Arbitrary values that a JSON Schema of our OpenAPI document describes, and broken neighbours of them. */
import fc from 'fast-check';

export interface JsonSchema {
  readonly $ref?: string;
  readonly type?: string | string[];
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly anyOf?: readonly JsonSchema[];
  readonly oneOf?: readonly JsonSchema[];
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly additionalProperties?: JsonSchema | boolean;
  readonly required?: readonly string[];
  readonly items?: JsonSchema;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly pattern?: string;
  readonly format?: string;
}

/** Throws for a keyword combination it does not know, so that a new one is not silently left out. */
export function valueOf(schema: JsonSchema): fc.Arbitrary<unknown> {
  const options = schema.anyOf ?? schema.oneOf;
  if (options !== undefined) return fc.oneof(...options.map(valueOf));
  if ('const' in schema) return fc.constant(schema.const);
  if (schema.enum !== undefined) return fc.constantFrom(...schema.enum);
  if (Array.isArray(schema.type)) {
    return fc.oneof(...schema.type.map((type) => valueOf({ ...schema, type })));
  }
  switch (schema.type) {
    case 'object':
      return objectOf(schema);
    case 'array':
      return fc.array(valueOf(schema.items ?? {}), {
        minLength: schema.minItems ?? 0,
        maxLength: Math.min(schema.maxItems ?? 5, (schema.minItems ?? 0) + 4),
      });
    case 'string':
      return textOf(schema);
    case 'integer':
      return fc.integer({
        min: Math.max(schema.minimum ?? -1e9, -1e9),
        max: Math.min(schema.maximum ?? 1e9, 1e9),
      });
    case 'number':
      return fc.double({ noNaN: true, noDefaultInfinity: true });
    case 'boolean':
      return fc.boolean();
    case 'null':
      return fc.constant(null);
    case undefined:
      return fc.jsonValue();
    default:
      throw new Error(`a schema this generator does not know: ${JSON.stringify(schema)}`);
  }
}

function objectOf(schema: JsonSchema): fc.Arbitrary<unknown> {
  const shape = Object.fromEntries(
    Object.entries(schema.properties ?? {}).map(([name, property]) => [name, valueOf(property)]),
  );
  return fc.record(shape, { requiredKeys: [...(schema.required ?? [])].filter((name) => name in shape) });
}

function textOf(schema: JsonSchema): fc.Arbitrary<string> {
  // The pattern of a date-time is the schema's own; dates made from it would mostly be none.
  if (schema.format === 'date-time')
    return fc
      .date({ noInvalidDate: true, min: new Date(0), max: new Date(4e12) })
      .map((date) => date.toISOString());
  if (schema.format === 'uri') return fc.webUrl({ validSchemes: ['http', 'https'] });
  if (schema.format === 'email') return fc.emailAddress();
  if (schema.pattern !== undefined) return fc.stringMatching(new RegExp(schema.pattern));
  const maxLength = Math.min(schema.maxLength ?? 50, 50);
  return fc.string({ unit: 'binary', minLength: schema.minLength ?? 0, maxLength });
}

/** Mostly a described value with one place of it replaced by anything; sometimes anything at all. */
export function brokenValueOf(schema: JsonSchema): fc.Arbitrary<unknown> {
  const anything = fc.oneof(
    fc.jsonValue(),
    fc.constantFrom<unknown>(
      '\0',
      '\ud800',
      '',
      '9'.repeat(400),
      -1,
      1e308,
      1.5,
      null,
      [],
      {},
      true,
      '1e999d',
      '\u202e',
    ),
    fc.string({ unit: 'binary' }),
  );
  const replaced = fc
    .tuple(valueOf(schema), fc.array(fc.nat(20), { maxLength: 4 }), anything)
    .map(([value, path, replacement]) => replaceAt(value, path, replacement));
  return fc.oneof({ weight: 6, arbitrary: replaced }, { weight: 1, arbitrary: anything });
}

function replaceAt(value: unknown, [step, ...rest]: readonly number[], replacement: unknown): unknown {
  if (step === undefined || typeof value !== 'object' || value === null) return replacement;
  const keys = Object.keys(value);
  // One beyond the end adds an unknown field or one more item.
  const key = keys[step % (keys.length + 1)] ?? (Array.isArray(value) ? String(value.length) : 'unexpected');
  const before = (value as Record<string, unknown>)[key];
  const after = before === undefined ? replacement : replaceAt(before, rest, replacement);
  return Array.isArray(value)
    ? Object.assign([...(value as unknown[])], { [key]: after })
    : { ...value, [key]: after };
}
