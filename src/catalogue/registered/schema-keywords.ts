/** What the value of a keyword is: one schema, several, or something else that needs care. */
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

/** What a schema says of a field beyond JSON Schema: it is looked up by, is personal, is the subject. */
export const ANNOTATIONS = ['x-id', 'x-personal', 'x-subject'] as const;

/** The `$schema` of a registered schema, which may leave it out. */
export const DIALECT = 'https://json-schema.org/draft/2020-12/schema';

/** Formats that are checked. */
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
