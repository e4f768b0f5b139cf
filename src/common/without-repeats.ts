/**
 * The items whose keys all come for the first time, and those that repeat one: a statement that may
 * touch a row only once takes the first now and the rest in a later round.
 */
export function withoutRepeats<Item>(
  items: readonly Item[],
  keysOf: (item: Item) => string[],
): { batch: Item[]; later: Item[] } {
  const seen = new Set<string>();
  const batch: Item[] = [];
  const later: Item[] = [];
  for (const item of items) {
    const keys = keysOf(item);
    (keys.some((key) => seen.has(key)) ? later : batch).push(item);
    for (const key of keys) seen.add(key);
  }
  return { batch, later };
}
