import { childPointer } from '../../common/index.js';
import { isJsonObject } from '../payload-rules.js';
import type { SchemaNode, SchemaNodes } from './read-schema.js';
import { kindOfKeyword } from './schema-keywords.js';

/** A subschema that is compiled alone. Those below it, and those that it refers to, are `$ref`s to other pieces. */
export interface SchemaPiece {
  name: string;
  schema: Exclude<SchemaNode, boolean>;
}

/** A schema with more keywords than this takes too long to compile in one turn of the event loop. */
const MAX_KEYWORDS_AT_ONCE = 150;

/**
 * Returns the pieces of a schema that `checkRegistration` accepted, each behind all those that it refers to, the root
 * last; undefined where the schema is small enough to be compiled whole.
 */
export function piecesOf(nodes: SchemaNodes): SchemaPiece[] | undefined {
  const keywords = [...nodes.values()].reduce((sum, node) => sum + Object.keys(node).length, 0);
  if (keywords <= MAX_KEYWORDS_AT_ONCE) return undefined;
  const names = new Map<string, string>();
  const pieces: SchemaPiece[] = [];

  const nameOf = (place: string, node: SchemaNode): string => {
    const known = names.get(place);
    if (known !== undefined) return known;
    const name = `piece${names.size}`;
    names.set(place, name);
    pieces.push({
      name,
      schema: typeof node === 'boolean' ? { allOf: [node] } : divided(node, place),
    });
    return name;
  };

  const refTo = (place: string): object | boolean => {
    const node = nodes.get(place) ?? true;
    return typeof node === 'boolean' ? node : { $ref: nameOf(place, node) };
  };

  const divided = (node: Exclude<SchemaNode, boolean>, place: string): SchemaPiece['schema'] =>
    Object.fromEntries(
      Object.entries(node).flatMap(([keyword, value]) =>
        DEFINITIONS.includes(keyword) ? [] : [[keyword, dividedValue(keyword, value, place)]],
      ),
    );

  const dividedValue = (keyword: string, value: unknown, place: string): unknown => {
    const here = childPointer(place, keyword);
    const below = (name: string | number): object | boolean => refTo(childPointer(here, name));
    const kind = kindOfKeyword(keyword);
    if (kind === 'schema') return refTo(here);
    if (kind === 'list' && Array.isArray(value)) return value.map((_, index) => below(index));
    if ((kind === 'map' || kind === 'pattern-map') && isJsonObject(value)) {
      return Object.fromEntries(Object.keys(value).map((name) => [name, below(name)]));
    }
    if (kind !== 'ref') return value;
    const target = String(value).slice(1);
    return nameOf(target, nodes.get(target) ?? true);
  };

  nameOf('', nodes.get('') ?? true);
  return pieces;
}

/** Subschemas that apply only where something refers to them. */
const DEFINITIONS = ['$defs', 'definitions'];
