/**
 * The kind of a keyword's value: one schema, several, or another value that needs a check of its
 * own.
 */
type KeywordKind =
  'schema' | 'list' | 'map' | 'pattern-map' | 'pattern' | 'ref' | 'format' | 'value';

/** The keywords of JSON Schema 2020-12 that a registered schema may use. All others are refused. */
const KINDS: Readonly<Record<KeywordKind, readonly string[]>> = {
  schema: [
    'additionalProperties',
    'contains',
    'else',
    'if',
    'items',
    'not',
    'propertyNames',
    'then',
    'unevaluatedItems',
    'unevaluatedProperties',
  ],
  list: ['allOf', 'anyOf', 'oneOf', 'prefixItems'],
  map: ['$defs', 'definitions', 'dependentSchemas', 'properties'],
  'pattern-map': ['patternProperties'],
  pattern: ['pattern'],
  ref: ['$ref'],
  format: ['format'],
  value: [
    '$comment',
    'const',
    'default',
    'dependentRequired',
    'deprecated',
    'description',
    'enum',
    'examples',
    'exclusiveMaximum',
    'exclusiveMinimum',
    'maxContains',
    'maxItems',
    'maxLength',
    'maxProperties',
    'maximum',
    'minContains',
    'minItems',
    'minLength',
    'minProperties',
    'minimum',
    'multipleOf',
    'readOnly',
    'required',
    'title',
    'type',
    'uniqueItems',
    'writeOnly',
  ],
};

const BY_KEYWORD = new Map(
  Object.entries(KINDS).flatMap(([kind, keywords]) =>
    keywords.map((keyword) => [keyword, kind as KeywordKind] as const),
  ),
);

export function kindOfKeyword(keyword: string): KeywordKind | undefined {
  return BY_KEYWORD.get(keyword);
}

/** The annotations of a field beyond JSON Schema: it is searchable, is personal, or is the subject. */
export const ANNOTATIONS = ['x-id', 'x-personal', 'x-subject'] as const;

/** The only `$schema` of a registered schema, which may also omit it. */
export const DIALECT = 'https://json-schema.org/draft/2020-12/schema';

/** The formats that are checked. */
export const FORMATS_CHECKED = [
  'date',
  'date-time',
  'duration',
  'email',
  'hostname',
  'ipv4',
  'ipv6',
  'time',
  'uri',
  'uuid',
] as const;
