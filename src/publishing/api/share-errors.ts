import { BatchResult } from './publish.dto.js';

/**
 * Leaves `most` errors in all the results together: the first of every refused entry as far as they
 * go, then the second of each, and so on. Whatever is left out, an entry keeps its code and message.
 */
export function shareErrors(results: readonly BatchResult[], most: number): BatchResult[] {
  const places = results.flatMap(({ errors = [] }, index) =>
    errors.map((_, round) => ({ index, round })),
  );
  const granted = places.toSorted((a, b) => a.round - b.round).slice(0, most);
  const counts = new Map<number, number>();
  for (const { index, round } of granted) counts.set(index, round + 1);
  return results.map((result, index) =>
    result.errors
      ? Object.assign(new BatchResult(), result, {
          errors: result.errors.slice(0, counts.get(index) ?? 0),
        })
      : result,
  );
}
