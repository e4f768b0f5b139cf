import { LRUCache } from 'lru-cache';
import { RE2JS } from 're2js';

const MAX_PATTERN_LENGTH = 200;
/** Of all counts in a pattern: each is written out before it is matched. */
const MAX_COUNTED = 1_000;
/** Of the compiled program; `^.{1,200}$` takes 403. */
const MAX_PROGRAM_SIZE = 2_000;

/** A compiled pattern. */
export interface SafePattern {
  test(text: string): boolean;
  /** About what matching costs for each character. */
  readonly size: number;
}

/**
 * Compiles an ECMA-262 pattern for an engine whose time grows with the text and never explodes (RE2).
 * Throws, saying why, where it is no pattern, too large, or needs backtracking.
 */
export function compilePattern(pattern: string): SafePattern {
  const known = compiled.get(pattern);
  if (known) return known;
  const fresh = compileAnew(pattern);
  compiled.set(pattern, fresh);
  return fresh;
}

const compiled = new LRUCache<string, SafePattern>({ max: 500 });

function compileAnew(pattern: string): SafePattern {
  if (pattern.length > MAX_PATTERN_LENGTH) {
    throw new Error(`may be ${MAX_PATTERN_LENGTH} characters at most`);
  }
  // Receivers hold the schema against their own engine, so it must be a pattern there too.
  if (!isEcmaPattern(pattern)) throw new Error('is no regular expression of ECMA-262');
  const counts = [...pattern.matchAll(/\{(?:\d+,)?(\d+),?\}/g)].map(([, count]) => Number(count));
  const linear =
    counts.reduce((sum, count) => sum + count, 0) > MAX_COUNTED
      ? undefined
      : compileLinear(pattern);
  const size = linear?.programSize() ?? Infinity;
  if (!linear || size > MAX_PROGRAM_SIZE) throw new Error('repeats too much: use smaller counts');
  return { size, test: (text) => linear.test(text) };
}

function isEcmaPattern(pattern: string): boolean {
  try {
    return new RegExp(pattern, 'u').unicode;
  } catch {
    return false;
  }
}

function compileLinear(pattern: string): RE2JS {
  try {
    return RE2JS.compile(RE2JS.translateRegExp(pattern));
  } catch {
    throw new Error(
      'needs backtracking or repeats too much: no lookaround, no backreference, no nested counts',
    );
  }
}
