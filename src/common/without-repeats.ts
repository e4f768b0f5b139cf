/**
 * The items whose key comes first, and those that repeat one: a statement that may touch a row only
 * once takes the first now and the rest in a later round.
 */
export function withoutRepeats<Item>(
  items: readonly Item[],
  keyOf: (item: Item) => string,
): { batch: Item[]; later: Item[] } {
  const seen = new Set<string>();
  const batch: Item[] = [];
  const later: Item[] = [];
  for (const item of items) {
    const key = keyOf(item);
    (seen.has(key) ? later : batch).push(item);
    seen.add(key);
  }
  return { batch, later };
}
