import type { FieldError } from '../common/index.js';
import { unknownTypeError, withSuggestions } from './unknown-type.js';

/**
 * Returns whether only Postrider publishes the type (`endpoint.*`). Such events go only to
 * endpoints that name the type.
 */
export function isOwnType(type: string): boolean {
  return type.startsWith('endpoint.');
}

/** The most errors that get suggestions, because each one is compared with every name. */
const MAX_SUGGESTED = 10;

/**
 * Returns whether a subscription takes a type. Patterns are exact names, `session.*` (every type that
 * begins with `session.`, at any depth) and `*`. Both `*` and an absent list take every type except
 * `endpoint.*`, which must be named.
 */
export function matchesType(patterns: readonly string[] | null | undefined, type: string): boolean {
  if (!patterns) return !isOwnType(type);
  return patterns.some((pattern) => {
    if (pattern === '*') return !isOwnType(type);
    return pattern.endsWith('*') ? type.startsWith(pattern.slice(0, -1)) : pattern === type;
  });
}

/**
 * Returns whether an exact name is one of the names, or a pattern takes one of them. `*` always
 * does.
 */
export function isAmong(pattern: string, names: ReadonlySet<string>): boolean {
  if (pattern === '*' || names.has(pattern)) return true;
  return pattern.endsWith('*') && [...names].some((name) => matchesType([pattern], name));
}

/**
 * Returns the errors of a subscription list, with pointers into the endpoint body. Each entry must take
 * at least one of the names, because an entry that takes none is most likely misspelt.
 */
export function checkEventTypes(patterns: unknown, names: ReadonlySet<string>): FieldError[] {
  if (!Array.isArray(patterns) || patterns.length === 0) {
    return [
      {
        pointer: '/event_types',
        code: 'wrong_type',
        message: 'event_types must be a list of at least one name; leave it out to get every type',
      },
    ];
  }
  const errors: FieldError[] = [];
  for (const [index, pattern] of patterns.entries() as ArrayIterator<[number, unknown]>) {
    const suggested = errors.length < MAX_SUGGESTED ? names : [];
    const error = checkPattern(`/event_types/${index}`, pattern, names, suggested);
    if (error) errors.push(error);
  }
  return errors;
}

function checkPattern(
  pointer: string,
  pattern: unknown,
  names: ReadonlySet<string>,
  suggested: Iterable<string>,
): FieldError | undefined {
  const code = 'malformed_event_type';
  const message = 'must be the name of a type, a prefix like "session.*", or "*"';
  if (typeof pattern !== 'string') return { pointer, code, message };
  const rules = { withPatterns: true };
  if (!isPattern(pattern)) {
    return { pointer, code, ...withSuggestions(message, pattern, suggested, rules) };
  }
  return isAmong(pattern, names) ? undefined : unknownTypeError(pointer, pattern, suggested, rules);
}

function isPattern(text: string): boolean {
  return text === '*' || isTypeName(text.endsWith('.*') ? text.slice(0, -2) : text);
}

const TYPE_NAME = /^[A-Za-z0-9_-]+(?:\.[A-Za-z0-9_-]+)*$/;

/** Returns whether a text is words of letters, digits, `_` and `-`, separated by dots. */
export function isTypeName(text: string): boolean {
  return TYPE_NAME.test(text);
}
