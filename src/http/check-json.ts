import { invalid } from '../common/index.js';
import type { FieldError } from '../common/index.js';

/** Levels of containers in a body, itself included. */
const MAX_DEPTH = 100;
/** A refusal names no more than this. */
const MAX_ERRORS = 20;

type Container = Record<string, unknown> | unknown[];

interface Place {
  container: Container;
  pointer: string;
}

/**
 * What a parsed body holds that would not be stored and sent as it was received: numbers that
 * JavaScript rounds or cannot write, and nesting deeper than `MAX_DEPTH`. Level by level, so that no
 * body exhausts the stack, and without paths, which only a refusal needs.
 */
export function isFaithfulJson(body: unknown): boolean {
  if (typeof body === 'number') return isFaithfulNumber(body);
  let level: Container[] = isContainer(body) ? [body] : [];
  for (let depth = 1; level.length > 0; depth += 1) {
    if (depth > MAX_DEPTH) return false;
    const below: Container[] = [];
    for (const container of level) {
      const values: unknown[] = Array.isArray(container) ? container : Object.values(container);
      for (const value of values) {
        if (typeof value === 'number') {
          if (!isFaithfulNumber(value)) return false;
        } else if (typeof value === 'object' && value !== null) {
          below.push(value as Container);
        }
      }
    }
    level = below;
  }
  return true;
}

/** 422 `unsafe_integer` or `too_deep` where a parsed body would not be stored as it was received. */
export function requireFaithfulJson(body: unknown): void {
  if (isFaithfulJson(body)) return;
  const errors = unfaithfulParts(body);
  throw invalid(errors, errors[0]?.code);
}

/** The same walk with JSON Pointers (RFC 6901): the errors of a body that is not faithful. */
export function unfaithfulParts(body: unknown): FieldError[] {
  if (typeof body === 'number') return isFaithfulNumber(body) ? [] : [unsafeInteger('')];
  const errors: FieldError[] = [];
  let level: Place[] = isContainer(body) ? [{ container: body, pointer: '' }] : [];
  for (let depth = 1; level.length > 0; depth += 1) {
    const [first] = level;
    if (depth > MAX_DEPTH && first) return [...errors, tooDeep(first.pointer)];
    const below: Place[] = [];
    for (const { container, pointer } of level) {
      for (const [key, value] of Object.entries(container)) {
        if (isContainer(value)) below.push({ container: value, pointer: child(pointer, key) });
        if (typeof value !== 'number' || isFaithfulNumber(value)) continue;
        errors.push(unsafeInteger(child(pointer, key)));
        if (errors.length === MAX_ERRORS) return errors;
      }
    }
    level = below;
  }
  return errors;
}

function child(pointer: string, key: string): string {
  return `${pointer}/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`;
}

function isContainer(value: unknown): value is Container {
  return typeof value === 'object' && value !== null;
}

/** Beyond 2^53 a parsed integer may be a neighbour of the one that was sent. */
function isFaithfulNumber(value: number): boolean {
  return Number.isInteger(value) ? Number.isSafeInteger(value) : Number.isFinite(value);
}

function unsafeInteger(pointer: string): FieldError {
  return {
    pointer,
    code: 'unsafe_integer',
    message: 'is a number that JSON cannot carry exactly (beyond 2^53): send it as a string',
  };
}

function tooDeep(pointer: string): FieldError {
  return { pointer, code: 'too_deep', message: `nests deeper than ${MAX_DEPTH} levels` };
}
