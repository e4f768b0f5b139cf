import type { FieldError } from '../../common/index.js';
import { childPointer, MAX_ERRORS } from '../../common/index.js';
import { isKeptNumber } from './is-kept-number.js';
import { MAX_DEPTH } from './json-limits.js';
import type { JsonLimits } from './json-limits.js';

interface Container {
  /** The names that an object has had so far; absent for a list. */
  names?: Set<string>;
  /** The name of the current member, or the index of the current element. */
  at: string | number;
  expectsName: boolean;
}

const LONE_SURROGATE = /\p{Surrogate}/u;
const LONE_SURROGATES = /\p{Surrogate}/gu;
const NUMBER = /[-+.\deE]+/y;

/**
 * Returns the parts of a JSON text that cannot be stored and sent as they were written, each with its
 * JSON Pointer (RFC 6901): at most `MAX_ERRORS`, and none behind the place where it exceeds its limits.
 * Codes: `unsafe_integer`, `unsafe_number`, `duplicate_key`, `lone_surrogate`, `too_deep`,
 * `too_many_members`, `too_many_values`. Only a text that is refused needs this walk: `scanValue` decides that.
 */
export function findFaults(text: string, limits: JsonLimits): FieldError[] {
  const walk = new Walk(text, limits);
  walk.run();
  return walk.errors;
}

class Walk {
  readonly errors: FieldError[] = [];
  private readonly open: Container[] = [];
  private members = 0;
  private values = 0;
  private index = 0;

  constructor(
    private readonly text: string,
    private readonly limits: JsonLimits,
  ) {}

  run(): void {
    while (this.index < this.text.length && this.errors.length < MAX_ERRORS) {
      if (!this.step(this.text[this.index] as string)) return;
    }
  }

  /** Returns false where the walk ends here. */
  private step(char: string): boolean {
    const inner = this.open.at(-1);
    if (char === '"') return this.readString(inner);
    if (char === '-' || (char >= '0' && char <= '9')) {
      this.readNumber();
      return true;
    }
    this.index += 1;
    switch (char) {
      case '{':
      case '[':
        this.open.push({
          at: char === '{' ? '' : 0,
          expectsName: char === '{',
          ...(char === '{' && { names: new Set() }),
        });
        this.values += 1;
        return this.isWithinLimits();
      case '}':
      case ']':
        this.open.pop();
        return this.open.length > 0;
      case ',':
        this.values += 1;
        if (inner?.names) inner.expectsName = true;
        else if (inner) inner.at = Number(inner.at) + 1;
        return this.isWithinLimits();
      case ':':
        this.members += 1;
        return this.isWithinLimits();
      default:
        return true;
    }
  }

  private isWithinLimits(): boolean {
    const { members, values } = this.limits;
    if (this.open.length > MAX_DEPTH) {
      this.open.pop();
      this.refuse('too_deep', `nests deeper than ${MAX_DEPTH} levels`);
    } else if (this.members > members) {
      this.open.length = 0;
      this.refuse('too_many_members', `may hold ${members} members in all its objects at most`);
    } else if (this.values > values) {
      this.open.length = 0;
      this.refuse('too_many_values', `may hold ${values} values at most`);
    } else {
      return true;
    }
    return false;
  }

  private readString(inner: Container | undefined): boolean {
    const end = endOfString(this.text, this.index);
    const raw = this.text.slice(this.index, end);
    this.index = end;
    const isName = inner?.names !== undefined && inner.expectsName;
    if (!isName && !raw.includes('\\')) return true;
    const value = unescaped(raw);
    if (value === undefined) return false;
    if (isName) {
      inner.at = value;
      inner.expectsName = false;
      if (inner.names?.has(value)) {
        this.refuse('duplicate_key', 'is named twice in its object: receivers keep one of the two');
      }
      inner.names?.add(value);
    }
    if (LONE_SURROGATE.test(value)) {
      const message = 'holds half of a surrogate pair, which is no character: send it whole';
      this.refuse('lone_surrogate', message);
    }
    return true;
  }

  private readNumber(): void {
    NUMBER.lastIndex = this.index;
    const literal = NUMBER.exec(this.text)?.[0] ?? '';
    this.index += Math.max(1, literal.length);
    if (isKeptNumber(literal)) return;
    const value = Number(literal);
    if (Math.abs(value) > Number.MAX_SAFE_INTEGER) {
      const message =
        'is a number that JSON cannot carry exactly (beyond 2^53): send it as a string';
      this.refuse('unsafe_integer', message);
    } else {
      const message = `has more digits than a double keeps (it would become ${value}): send it as a string`;
      this.refuse('unsafe_number', message);
    }
  }

  private refuse(code: string, message: string): void {
    const pointer = this.open.reduce((parent, { at }) => childPointer(parent, at), '');
    this.errors.push({ pointer: pointer.replaceAll(LONE_SURROGATES, '\uFFFD'), code, message });
  }
}

/** Returns the index behind the closing quote of the string that begins at `start`. */
function endOfString(text: string, start: number): number {
  for (let index = start + 1; index < text.length; index += 1) {
    const char = text[index];
    if (char === '"') return index + 1;
    if (char === '\\') index += 1;
  }
  return text.length;
}

function unescaped(raw: string): string | undefined {
  try {
    return JSON.parse(raw) as string;
  } catch {
    return undefined;
  }
}
