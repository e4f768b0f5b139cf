/**
 * Insertions, deletions and replacements of a character that make `b` of `a` (Levenshtein); undefined
 * where they are more than `max`. Looks at `2 * max + 1` characters of `b` for each of `a` at most.
 */
export function editDistance(a: string, b: string, max: number): number | undefined {
  if (Math.abs(a.length - b.length) > max) return undefined;
  const tooMany = max + 1;
  let above = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let row = 1; row <= a.length; row += 1) {
    const current: number[] = Array.from({ length: b.length + 1 }, () => tooMany);
    if (row <= max) current[0] = row;
    let least = current[0] ?? tooMany;
    const last = Math.min(b.length, row + max);
    for (let column = Math.max(1, row - max); column <= last; column += 1) {
      const replaced = (above[column - 1] ?? tooMany) + (a[row - 1] === b[column - 1] ? 0 : 1);
      const removed = (above[column] ?? tooMany) + 1;
      const added = (current[column - 1] ?? tooMany) + 1;
      const steps = Math.min(replaced, removed, added);
      current[column] = steps;
      least = Math.min(least, steps);
    }
    if (least > max) return undefined;
    above = current;
  }
  const distance = above[b.length] ?? tooMany;
  return distance > max ? undefined : distance;
}
