import { childPointer } from '../../common/index.js';
import type { FieldError } from '../../common/index.js';
import { isJsonObject } from '../payload-rules.js';
import { compilePattern } from './safe-pattern.js';
import type { SchemaNode, SchemaNodes } from './read-schema.js';

/** The most checks of one value. */
const MAX_CHECKS_PER_VALUE = 120;
/**
 * The most checks of all values of an event together. A check takes 0.2 µs before its code is optimized,
 * and the process serves no other request meanwhile.
 */
const MAX_CHECKS = 100_000;
const PER_CHECK = 20;

/** Keywords whose schemas check the same value. */
const IN_PLACE = ['$ref', 'allOf', 'anyOf', 'oneOf', 'not', 'if', 'then', 'else'];
/** Keywords whose schemas check the values one level below, each of them by all schemas. */
const BELOW = [
  'additionalProperties',
  'contains',
  'items',
  'propertyNames',
  'unevaluatedItems',
  'unevaluatedProperties',
];
/** The cost for a value, for each value one level below it, and so on. */
type Levels = readonly number[];

/** The limit that the cost of a schema sets for data. */
export interface SchemaCost {
  errors: FieldError[];
  /** The most values that an event may hold, containers included, so that its check stays short. */
  maxValues: number;
}

/**
 * Throws for references that lead nowhere or back to their own place, because data could then make the
 * check arbitrarily long, and for schemas that have too many checks of one value.
 */
export function checkCost(nodes: SchemaNodes): SchemaCost {
  const known = new Map<string, Levels>();
  const open = new Set<string>();
  const errors: FieldError[] = [];

  const levelsAt = (place: string): Levels => {
    const done = known.get(place);
    const node = nodes.get(place);
    if (done !== undefined || node === undefined) return done ?? [];
    open.add(place);
    const levels = levelsOf(node, place);
    open.delete(place);
    known.set(place, levels);
    return levels;
  };

  const levelsAtRef = (ref: unknown, place: string): Levels => {
    const target = String(ref).slice(1);
    const wrong = open.has(target)
      ? { code: 'recursive_ref', message: 'leads back to itself: a schema here must be finite' }
      : nodes.has(target)
        ? undefined
        : { code: 'unknown_ref', message: 'leads to no schema' };
    if (!wrong) return levelsAt(target);
    errors.push({ pointer: `${place}/$ref`, ...wrong });
    return [];
  };

  const levelsOf = (node: SchemaNode, place: string): Levels => {
    if (typeof node === 'boolean') return [1];
    const same: Levels[] = [[ownCost(node)]];
    const below: Levels[] = [];
    for (const [keyword, value] of Object.entries(node)) {
      const here = `${place}/${keyword}`;
      const parts = namesIn(value).map((name) => levelsAt(childPointer(here, name)));
      if (keyword === '$ref') same.push(levelsAtRef(value, place));
      else if (keyword === 'dependentSchemas') same.push(...parts);
      else if (keyword === 'patternProperties') below.push(...parts);
      else if (keyword === 'properties' || keyword === 'prefixItems') below.push(highest(parts));
      else if (BELOW.includes(keyword)) below.push(levelsAt(here));
      else if (IN_PLACE.includes(keyword)) same.push(levelsAt(here), ...parts);
    }
    return sum([...same, [0, ...sum(below)]]);
  };

  const perValue = Math.max(1, ...levelsAt(''));
  if (errors.length === 0 && perValue > MAX_CHECKS_PER_VALUE) {
    const message = 'holds too many alternatives, references or patterns against one value';
    errors.push({ pointer: '', code: 'too_expensive', message });
  }
  // Subschemas without a reference are checked too, so that they hide no error until one refers to them.
  for (const place of nodes.keys()) levelsAt(place);
  return { errors, maxValues: Math.floor(MAX_CHECKS / perValue) };
}

function ownCost(node: Readonly<Record<string, unknown>>): number {
  const { pattern, patternProperties } = node;
  const names = ['properties', 'required', 'enum'].reduce(
    (count, keyword) => count + namesIn(node[keyword]).length,
    0,
  );
  const patterns = [
    ...(typeof pattern === 'string' ? [pattern] : []),
    ...namesIn(patternProperties),
  ].reduce((size, one) => size + compilePattern(one).size, 0);
  return 1 + Math.ceil(names / PER_CHECK) + Math.ceil(patterns / PER_CHECK);
}

function namesIn(value: unknown): string[] {
  return Array.isArray(value) || isJsonObject(value) ? Object.keys(value) : [];
}

function sum(parts: readonly Levels[]): Levels {
  return combine(parts, (a, b) => a + b);
}

function highest(parts: readonly Levels[]): Levels {
  return combine(parts, Math.max);
}

function combine(parts: readonly Levels[], join: (a: number, b: number) => number): Levels {
  const depth = Math.max(0, ...parts.map((levels) => levels.length));
  return Array.from({ length: depth }, (_, level) =>
    parts.reduce((total, levels) => join(total, levels[level] ?? 0), 0),
  );
}
