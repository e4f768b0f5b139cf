/** The rules for the suggestions for a misspelt name or pattern. */
export interface SuggestionRules {
  /** True where patterns such as `session.*` may be suggested too. */
  withPatterns: boolean;
}

const MAX_SUGGESTIONS = 3;
/** Longer names are compared by their beginning. */
const MAX_COMPARED = 200;
const MAX_DISTANCE = 4;
/** Suggestions whose distance exceeds that of the nearest by more than this are left out. */
const MAX_LAG = 1;
/** A shorter beginning would match too many names. */
const MIN_BEGINNING = 3;

/**
 * The nearness of a suggestion, best first. Ranks 0 and 1 mean a similar spelling, with its
 * distance.
 */
type Nearness = readonly [rank: number, distance: number];

/**
 * Returns at most the 3 nearest of `names`, and of the patterns that take some of them, best first:
 * those that differ only in case and separators, then those that differ in a few letters, then those
 * that begin or end with `wanted`, then the pattern of the nearest namespace around `wanted`.
 */
export function suggestTypes(
  wanted: string,
  names: Iterable<string>,
  { withPatterns }: SuggestionRules,
): string[] {
  const cut = wanted.slice(0, MAX_COMPARED);
  const stem = normalised(cut);
  if (stem === '') return [];
  const isPattern = cut.endsWith('*');
  const near: { text: string; nearness: Nearness }[] = [];
  const consider = (text: string, candidate: string, isOtherKind: boolean): void => {
    const nearness = compare(stem, normalised(candidate), {
      isOtherKind,
      isSpace: text !== candidate,
    });
    if (nearness) near.push({ text, nearness });
  };
  const all = [...names];
  if (!isPattern || !withPatterns) for (const name of all) consider(name, name, isPattern);
  if (withPatterns) {
    for (const space of namespaces(all)) consider(`${space}.*`, space, !isPattern);
  }
  const closest = Math.min(...near.map(spelling)) + MAX_LAG;
  return near
    .filter((one) => one.nearness[0] > 1 || spelling(one) <= closest)
    .sort((a, b) => order(a.nearness, b.nearness) || (a.text < b.text ? -1 : 1))
    .slice(0, MAX_SUGGESTIONS)
    .map(({ text }) => text);
}

/** Returns the end of a message, such as ` Did you mean a, b or c?`; empty without suggestions. */
export function didYouMean(suggestions: readonly string[]): string {
  const last = suggestions.at(-1);
  if (last === undefined) return '';
  const others = suggestions.slice(0, -1).join(', ');
  return ` Did you mean ${others === '' ? last : `${others} or ${last}`}?`;
}

/**
 * Converts `Session-Created`, `session_created` and `session/created` to `session.created`, and
 * `session.*` to `session`.
 */
function normalised(text: string): string {
  return text
    .slice(0, MAX_COMPARED)
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '.')
    .replaceAll(/^\.|\.$/g, '');
}

function namespaces(names: readonly string[]): Set<string> {
  const spaces = new Set<string>();
  for (const name of names) {
    for (let dot = name.indexOf('.'); dot !== -1; dot = name.indexOf('.', dot + 1)) {
      spaces.add(name.slice(0, dot));
    }
  }
  return spaces;
}

function compare(
  stem: string,
  candidate: string,
  { isOtherKind, isSpace }: { isOtherKind: boolean; isSpace: boolean },
): Nearness | undefined {
  const byKind = isOtherKind ? 0.5 : 0;
  const allowed = Math.min(MAX_DISTANCE, Math.max(1, Math.floor(stem.length / 3)));
  const distance = editDistance(stem, candidate, allowed);
  if (distance === 0) return [0, byKind];
  if (distance !== undefined) return [1, distance + byKind];
  const isPart = candidate.startsWith(stem) || candidate.endsWith(`.${stem}`);
  if (stem.length >= MIN_BEGINNING && isPart) return [2, candidate.length];
  if (isSpace && stem.startsWith(`${candidate}.`)) return [3, -candidate.length];
  return undefined;
}

/** Returns the distance in spelling; used only for suggestions that are near by spelling. */
function spelling({ nearness: [rank, distance] }: { nearness: Nearness }): number {
  return rank <= 1 ? Math.floor(distance) : Infinity;
}

function order(a: Nearness, b: Nearness): number {
  return a[0] - b[0] || a[1] - b[1];
}

/**
 * Returns the number of insertions, deletions and replacements of characters that convert `a` to `b`
 * (Levenshtein distance); undefined above `max`. Compares each character of `a` with at most
 * `2 * max + 1` characters of `b`.
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
