import { childPointer } from '../../common/index.js';
import type { FieldError } from '../../common/index.js';
import { isJsonObject } from '../payload-rules.js';
import { compilePattern } from './safe-pattern.js';
import { ANNOTATIONS, DIALECT, FORMATS_CHECKED, kindOfKeyword } from './schema-keywords.js';

export type SchemaNode = Readonly<Record<string, unknown>> | boolean;

/** Every subschema by its place (a JSON Pointer within the schema, `''` for the root). */
export type SchemaNodes = ReadonlyMap<string, SchemaNode>;

/** Bounds the compilation. A large schema is compiled in pieces; its root, which holds at worst as many, is one. */
const MAX_NODES = 200;
/** The most keywords in all subschemas together, annotations included. */
const MAX_KEYWORDS = 800;
const MAX_DEPTH = 20;
const MAX_PATTERNS = 20;
const MAX_ERRORS = 20;
/** The most elements of a list with `uniqueItems`, because all pairs are compared. */
const MAX_UNIQUE_ITEMS = 40;
const LOCAL_REF = /^#(?:\/[\w.$~-]*)*$/;
const TOP_LEVEL = /^\/properties\/[^/]*$/;

/**
 * Finds the subschemas of a schema. Returns errors, with pointers within the schema, for everything
 * that a registered schema must not contain. Accepts any value, and stops at the bounds.
 */
export function readSchema(schema: unknown): { nodes: SchemaNodes; errors: FieldError[] } {
  const reader = new SchemaReader();
  reader.read(schema, '', 0);
  return reader;
}

class SchemaReader {
  readonly nodes = new Map<string, SchemaNode>();
  readonly errors: FieldError[] = [];
  private patterns = 0;
  private keywords = 0;
  private isTooLarge = false;

  read(schema: unknown, place: string, depth: number): void {
    if (this.isTooLarge || this.errors.length >= MAX_ERRORS) return;
    if (typeof schema !== 'boolean' && !isJsonObject(schema)) {
      this.refuse(place, 'wrong_type', 'must be a schema: an object, true or false');
    } else if (depth > MAX_DEPTH) {
      this.refuse(place, 'too_deep', `nests schemas deeper than ${MAX_DEPTH} levels`);
    } else if (this.nodes.size >= MAX_NODES) {
      this.refuseSize(place, `is one subschema more than ${MAX_NODES}`);
    } else {
      this.nodes.set(place, schema);
      if (typeof schema === 'boolean') return;
      this.keywords += Object.keys(schema).length;
      if (this.keywords > MAX_KEYWORDS) {
        return this.refuseSize(place, `brings the keywords of the schema above ${MAX_KEYWORDS}`);
      }
      for (const [keyword, value] of Object.entries(schema)) {
        this.readKeyword(keyword, value, { schema, place, depth });
      }
      this.checkUniqueItems(schema, place);
    }
  }

  private readKeyword(
    keyword: string,
    value: unknown,
    of: { schema: Record<string, unknown>; place: string; depth: number },
  ): void {
    const { place, depth } = of;
    const here = childPointer(place, keyword);
    switch (kindOfKeyword(keyword)) {
      case 'schema':
        return this.read(value, here, depth + 1);
      case 'list':
        return this.readAll(Array.isArray(value) ? value.entries() : [], here, depth);
      case 'map':
        return this.readMap(value, here, depth);
      case 'pattern-map':
        for (const pattern of isJsonObject(value) ? Object.keys(value) : []) {
          this.checkPattern(pattern, childPointer(here, pattern));
        }
        return this.readMap(value, here, depth);
      case 'pattern':
        return this.checkPattern(value, here);
      case 'ref':
        if (typeof value === 'string' && LOCAL_REF.test(value)) return;
        return this.refuse(here, 'ref_not_allowed', 'must lead within the schema, as #/$defs/name');
      case 'format':
        if (FORMATS_CHECKED.some((format) => format === value)) return;
        return this.refuse(here, 'unknown_format', `must be one of ${FORMATS_CHECKED.join(', ')}`);
      case 'value':
        return;
      case undefined:
        return this.readOther(keyword, value, of);
    }
  }

  private readMap(value: unknown, here: string, depth: number): void {
    if (!isJsonObject(value)) return this.refuse(here, 'wrong_type', 'must be an object');
    if (Object.hasOwn(value, '__proto__')) {
      this.refuse(`${here}/__proto__`, 'name_not_allowed', 'is a name that no field may have');
    }
    this.readAll(Object.entries(value), here, depth);
  }

  private readAll(entries: Iterable<[string | number, unknown]>, here: string, depth: number) {
    for (const [name, schema] of entries) {
      this.read(schema, childPointer(here, name), depth + 1);
    }
  }

  private readOther(
    keyword: string,
    value: unknown,
    { schema, place }: { schema: Record<string, unknown>; place: string },
  ): void {
    const here = childPointer(place, keyword);
    if (keyword === '$schema' && place === '') {
      if (value !== DIALECT) this.refuse(here, 'unknown_dialect', `must be ${DIALECT}`);
    } else if (!ANNOTATIONS.some((annotation) => annotation === keyword)) {
      this.refuse(here, 'keyword_not_allowed', 'is no keyword that a schema here may use');
    } else if (typeof value !== 'boolean') {
      this.refuse(here, 'wrong_type', 'must be true or false');
    } else if (!TOP_LEVEL.test(place)) {
      this.refuse(here, 'annotation_not_allowed', 'belongs on a property of the top level');
    } else if (keyword !== 'x-personal' && !isTextOnly(schema['type'])) {
      this.refuse(here, 'annotation_not_allowed', 'belongs on a property of the type "string"');
    }
  }

  private checkPattern(pattern: unknown, here: string): void {
    this.patterns += 1;
    if (this.patterns > MAX_PATTERNS) {
      return this.refuse(here, 'too_expensive', `is one pattern more than ${MAX_PATTERNS}`);
    }
    try {
      compilePattern(String(pattern));
    } catch (error) {
      this.refuse(here, 'unsafe_pattern', error instanceof Error ? error.message : 'is unsafe');
    }
  }

  private checkUniqueItems({ uniqueItems, maxItems }: Record<string, unknown>, place: string) {
    if (uniqueItems !== true) return;
    if (typeof maxItems === 'number' && maxItems <= MAX_UNIQUE_ITEMS) return;
    const message = `needs a maxItems of at most ${MAX_UNIQUE_ITEMS} beside it`;
    this.refuse(`${place}/uniqueItems`, 'too_expensive', message);
  }

  private refuseSize(place: string, message: string): void {
    this.isTooLarge = true;
    this.refuse(place, 'too_large', message);
  }

  private refuse(pointer: string, code: string, message: string): void {
    if (this.errors.length < MAX_ERRORS) this.errors.push({ pointer, code, message });
  }
}

function isTextOnly(type: unknown): boolean {
  const types: unknown[] = [type].flat();
  return types.includes('string') && types.every((one) => one === 'string' || one === 'null');
}
