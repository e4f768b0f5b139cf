import type { FieldError } from '../common/index.js';
import { isOwnType } from './own-types.js';
import { isTypeName } from './type-name.js';

/**
 * Whether a subscription takes a type: exact names, `session.*` (whatever begins with `session.`,
 * at any depth) or `*`. This and an absent list take everything but `endpoint.*`, which must be named.
 */
export function matchesType(patterns: readonly string[] | null | undefined, type: string): boolean {
  if (!patterns) return !isOwnType(type);
  return patterns.some((pattern) => {
    if (pattern === '*') return !isOwnType(type);
    return pattern.endsWith('*') ? type.startsWith(pattern.slice(0, -1)) : pattern === type;
  });
}

/**
 * Errors of a subscription list, with pointers into the endpoint body. A wildcard may match nothing
 * yet: its types can come later.
 */
export function checkEventTypes(
  patterns: unknown,
  isKnown: (type: string) => boolean,
): FieldError[] {
  if (!Array.isArray(patterns) || patterns.length === 0) {
    return [
      {
        pointer: '/event_types',
        code: 'wrong_type',
        message: 'event_types must be a list of at least one name; leave it out to get every type',
      },
    ];
  }
  return patterns.flatMap((pattern: unknown, index): FieldError[] => {
    const pointer = `/event_types/${index}`;
    if (typeof pattern !== 'string' || !isPattern(pattern)) {
      const message = 'must be the name of a type, a prefix like "session.*", or "*"';
      return [{ pointer, code: 'malformed_event_type', message }];
    }
    if (pattern.endsWith('*') || isKnown(pattern)) return [];
    const message = `there is no event type "${pattern}"; GET /v1/event-types lists them`;
    return [{ pointer, code: 'unknown_event_type', message }];
  });
}

function isPattern(text: string): boolean {
  return text === '*' || isTypeName(text.endsWith('.*') ? text.slice(0, -2) : text);
}
