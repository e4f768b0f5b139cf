import { LRUCache } from 'lru-cache';
import { RE2JS } from 're2js';

const MAX_PATTERN_LENGTH = 200;
/**
 * The largest sum of all counts in a pattern, because each repetition becomes a part of the
 * program.
 */
const MAX_COUNTED = 1_000;
/** The largest size of the compiled program; that of `^.{1,200}$` is 403. */
const MAX_PROGRAM_SIZE = 2_000;

/** A compiled pattern. */
export interface SafePattern {
  test(text: string): boolean;
  /** The approximate cost of the match for each character. */
  readonly size: number;
}

/**
 * Compiles an ECMA-262 pattern for an engine whose time is linear in the length of the text (RE2).
 * Throws an error with the reason where it is not a pattern, is too large, or needs backtracking.
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
  // Receivers use the schema with their own engines, so it must be a valid ECMA-262 pattern too.
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
