/** A field of a type's data, in the order of the schema, children after their parent. */
export interface Field {
  /** JSON Pointer relative to `data`; elements of a list are at `/*`. */
  pointer: string;
  name: string;
  depth: number;
  /** Such as `string`, `string or null` or `list of objects`. */
  kind: string;
  isRequired: boolean;
  description: string | null;
  /** Such as `one of hit, clear` or `at most 200 characters`. */
  limits: string[];
  isPersonal: boolean;
  isId: boolean;
}

interface Marks {
  /** JSON Pointers relative to `data`; everything below one is personal, and the empty one is all of it. */
  personal: readonly string[];
  ids: readonly string[];
}

type Schema = Record<string, unknown>;

const DEEPEST = 12;

/** The fields that a JSON Schema declares. References within the schema are followed. */
export function readSchema(root: Schema, marks: Marks): Field[] {
  const fields: Field[] = [];
  addFields(root, '', 0);
  return fields;

  function addFields(given: Schema, parent: string, depth: number): void {
    if (depth > DEEPEST) return;
    const { properties, required } = resolve(given, root);
    if (!isSchema(properties)) return;
    const names = Array.isArray(required) ? required : [];
    for (const [name, declared] of Object.entries(properties)) {
      const schema = resolve(isSchema(declared) ? declared : {}, root);
      const pointer = `${parent}/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`;
      fields.push({
        pointer,
        name,
        depth,
        kind: kindOf(schema, root),
        isRequired: names.includes(name),
        description: typeof schema['description'] === 'string' ? schema['description'] : null,
        limits: limitsOf(schema),
        isPersonal: isWithin(pointer, marks.personal) && !leadsToId(pointer, marks.ids),
        isId: marks.ids.includes(pointer),
      });
      addFields(schema, pointer, depth + 1);
      const items = isSchema(schema['items']) ? schema['items'] : undefined;
      if (items !== undefined) addFields(items, `${pointer}/*`, depth + 1);
    }
  }
}

function isWithin(pointer: string, places: readonly string[]): boolean {
  return places.some((place) => pointer === place || pointer.startsWith(`${place}/`));
}

function leadsToId(pointer: string, ids: readonly string[]): boolean {
  return ids.some((id) => id === pointer || id.startsWith(`${pointer}/`));
}

function resolve(schema: Schema, root: Schema): Schema {
  const { $ref: reference, ...own } = schema;
  if (typeof reference !== 'string' || !reference.startsWith('#/')) return schema;
  let target: unknown = root;
  for (const part of reference.slice(2).split('/')) {
    target = isSchema(target)
      ? target[part.replaceAll('~1', '/').replaceAll('~0', '~')]
      : undefined;
  }
  return isSchema(target) ? { ...target, ...own } : own;
}

function kindOf(schema: Schema, root: Schema): string {
  const choices = schema['oneOf'] ?? schema['anyOf'];
  if (Array.isArray(choices)) {
    const kinds = choices.map((choice) =>
      isSchema(choice) ? kindOf(resolve(choice, root), root) : '',
    );
    return [...new Set(kinds.filter((kind) => kind !== ''))].join(' or ');
  }
  const { type, items } = schema;
  const kinds = (Array.isArray(type) ? type : [type]).filter((each) => typeof each === 'string');
  if (kinds.length === 0) return 'const' in schema || 'enum' in schema ? 'value' : 'any';
  return kinds.map((kind) => (kind === 'array' ? listOf(items, root) : kind)).join(' or ');
}

function listOf(items: unknown, root: Schema): string {
  if (!isSchema(items)) return 'list';
  const kind = kindOf(resolve(items, root), root);
  return kind === 'any' ? 'list' : `list of ${kind}`;
}

const LIMITS: readonly [keyword: string, words: (value: unknown) => string][] = [
  ['const', (value) => `always ${JSON.stringify(value)}`],
  ['format', String],
  ['pattern', (value) => `matches ${String(value)}`],
  ['maxLength', (value) => `at most ${String(value)} characters`],
  ['minimum', (value) => `at least ${String(value)}`],
  ['maximum', (value) => `at most ${String(value)}`],
  ['maxItems', (value) => `at most ${String(value)} entries`],
];

function limitsOf(schema: Schema): string[] {
  const values = schema['enum'];
  return [
    ...(Array.isArray(values) ? [`one of ${values.map(String).join(', ')}`] : []),
    ...LIMITS.flatMap(([keyword, words]) =>
      schema[keyword] === undefined ? [] : [words(schema[keyword])],
    ),
  ];
}

function isSchema(value: unknown): value is Schema {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
