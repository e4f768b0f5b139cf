import type { OpenAPIObject } from '@nestjs/swagger';
import { operationsOf } from './document-types.js';

type Paths = OpenAPIObject['paths'];

/** In the order in which they are read; a topic that is not here comes last. */
const TOPICS = [
  'publishing',
  'event types',
  'endpoints',
  'events',
  'deliveries',
  'replays',
  'tenants',
  'keys',
  'support',
  'operations',
];

/** Returns the paths in the order of their topics, and within one as they were. */
export function inTopics(paths: Paths): Paths {
  const rankOf = (path: string): number => {
    const [first] = operationsOf({ paths: { [path]: paths[path] ?? {} } });
    const rank = TOPICS.indexOf(first?.operation['x-topic'] ?? '');
    return rank === -1 ? TOPICS.length : rank;
  };
  const sorted = Object.keys(paths).toSorted((a, b) => rankOf(a) - rankOf(b));
  return Object.fromEntries(sorted.map((path) => [path, paths[path] ?? {}]));
}
