import { isErrorCode } from './error-codes.js';
import type { ErrorCode } from './error-codes.js';

/** One violated rule of a request: `pointer` is a JSON Pointer (RFC 6901) into the request body. */
export interface FieldError {
  pointer: string;
  code: string;
  message: string;
  /** Names that the value may have meant, the likeliest first. */
  did_you_mean?: string[];
}

/** A refusal names no more violated rules than this. */
export const MAX_ERRORS = 100;

/** Characters of a pointer or message in an answer: what it names was chosen by the caller. */
const MAX_POINTER_LENGTH = 500;
const MAX_MESSAGE_LENGTH = 1_000;

export interface AppErrorDetails {
  /** What the client reads. Tells what to do; never carries identity data. */
  message: string;
  errors?: FieldError[];
  /** Public id of what the error is about. */
  id?: string;
  /** Seconds, for 409, 429 and 503. */
  retryAfterSeconds?: number;
}

/**
 * The one error that leaves a feature. `code` is public and stable; the HTTP layer renders it as
 * application/problem+json (RFC 9457). `cause` goes to the log only.
 */
export class AppError extends Error {
  readonly details: AppErrorDetails;

  constructor(
    readonly code: ErrorCode,
    readonly status: number,
    details: AppErrorDetails,
    options?: { cause?: unknown },
  ) {
    const message = shortened(details.message);
    super(message, options);
    this.name = 'AppError';
    this.details = {
      ...details,
      message,
      ...(details.errors && { errors: details.errors.slice(0, MAX_ERRORS).map(bounded) }),
    };
  }
}

/** 422 with the fields that broke a rule. */
export function invalid(errors: FieldError[], code: ErrorCode = 'validation_failed'): AppError {
  const first = errors[0] && bounded(errors[0]);
  const message = first
    ? `${first.pointer || '/'}: ${first.message}`
    : 'The request breaks a rule of its schema.';
  return new AppError(code, 422, { message, errors });
}

/** The same, with the code of the first error where that is one of a whole request too. */
export function invalidAsFirst(errors: FieldError[]): AppError {
  const code = errors[0]?.code;
  return invalid(errors, isErrorCode(code) ? code : undefined);
}

/** 404: the thing does not exist, or lies outside the key's tenants (which must look the same). */
export function notFound(what: string): AppError {
  return new AppError('not_found', 404, { message: `No such ${what}.` });
}

export function conflict(code: ErrorCode, message: string): AppError {
  return new AppError(code, 409, { message });
}

/** 503: we cannot take it now and have kept nothing; the caller must try again. */
export function unavailable(message: string, cause?: unknown): AppError {
  return new AppError('unavailable', 503, { message, retryAfterSeconds: 1 }, { cause });
}

/** The pointer to a member or an element of what `parent` points to (RFC 6901). */
export function childPointer(parent: string, name: string | number): string {
  return `${parent}/${String(name).replaceAll('~', '~0').replaceAll('/', '~1')}`;
}

/** A pointer that is too long leads to the closest container instead. */
function bounded({ pointer, message, ...rest }: FieldError): FieldError {
  return { pointer: shortPointer(pointer), ...rest, message: shortened(message) };
}

function shortPointer(pointer: string): string {
  if (pointer.length <= MAX_POINTER_LENGTH) return pointer;
  return pointer.slice(0, Math.max(0, pointer.lastIndexOf('/', MAX_POINTER_LENGTH)));
}

function shortened(text: string): string {
  return text.length <= MAX_MESSAGE_LENGTH ? text : `${text.slice(0, MAX_MESSAGE_LENGTH - 1)}…`;
}
