import type { FieldError } from '../../common/index.js';
import { escapePointer, isJsonObject } from '../payload-shape.js';
import { compilePattern } from './safe-pattern.js';
import type { SchemaNode, SchemaNodes } from './read-schema.js';

/** Checks that one value may have to stand. */
const MAX_CHECKS_PER_VALUE = 120;
/**
 * Of all values of an event together. A check takes 0.2 µs while its code is new, and nothing else is
 * served meanwhile.
 */
const MAX_CHECKS = 100_000;
const PER_CHECK = 20;

/** Keywords whose schemas are held against the same value. */
const IN_PLACE = ['$ref', 'allOf', 'anyOf', 'oneOf', 'not', 'if', 'then', 'else'];
/** Keywords whose schemas are held against the values below, all of them against each. */
const BELOW = [
  'additionalProperties',
  'contains',
  'items',
  'propertyNames',
  'unevaluatedItems',
  'unevaluatedProperties',
];
/** Cost for a value, for those one level below it, and so on. */
type Levels = readonly number[];

/** What a schema asks of data. */
export interface SchemaCost {
  errors: FieldError[];
  /** Values that an event may hold, containers included, so that checking it stays short. */
  maxValues: number;
}

/**
 * Refuses references that lead nowhere or back to where they stand (data could then make the check
 * as long as it likes), and schemas that hold too much against one value.
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
      const parts = namesIn(value).map((name) => levelsAt(`${here}/${escapePointer(name)}`));
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
  // What nothing refers to is checked too: it must not hide an error until something does.
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
