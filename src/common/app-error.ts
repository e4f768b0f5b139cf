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

/** A refusal lists at most this many violated rules. */
export const MAX_ERRORS = 100;

/** The maximum length of a pointer or message in an answer, because callers choose the quoted names. */
const MAX_POINTER_LENGTH = 500;
const MAX_MESSAGE_LENGTH = 1_000;

export interface AppErrorDetails {
  /** The message for the client. It says what to do and never contains identity data. */
  message: string;
  errors?: FieldError[];
  /** The public id of the object that the error is about. */
  id?: string;
  /** Seconds for the header `Retry-After` of 409, 429 and 503. */
  retryAfterSeconds?: number;
  /** Further headers of the answer. */
  headers?: Readonly<Record<string, string>>;
}

/**
 * The only error class that leaves a feature. `code` is public and stable. The HTTP layer renders the
 * error as application/problem+json (RFC 9457). `cause` is only logged.
 *
 * @example
 * throw new AppError('too_many_replays', 429, { message: 'Five replays run already.' });
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

/** Returns a 422 with the fields that break a rule. */
export function invalid(errors: FieldError[], code: ErrorCode = 'validation_failed'): AppError {
  const first = errors[0] && bounded(errors[0]);
  const message = first
    ? `${first.pointer || '/'}: ${first.message}`
    : 'The request breaks a rule of its schema.';
  return new AppError(code, 422, { message, errors });
}

/** Returns the same with the code of the first error, if that is also a code of whole requests. */
export function invalidAsFirst(errors: FieldError[]): AppError {
  const code = errors[0]?.code;
  return invalid(errors, isErrorCode(code) ? code : undefined);
}

/** Returns a 404 for an object that does not exist or lies outside the key's tenants. Both look the same. */
export function notFound(what: string): AppError {
  return new AppError('not_found', 404, { message: `No such ${what}.` });
}

export function conflict(code: ErrorCode, message: string): AppError {
  return new AppError(code, 409, { message });
}

/** Returns the 410 of a tenant whose deletion was requested. */
export function tenantDeleting(): AppError {
  const message = 'The tenant is being deleted. Until its data is erased, an admin can restore it.';
  return new AppError('tenant_deleting', 410, { message });
}

/** Returns a 503: nothing was stored, and the caller must try again. */
export function unavailable(message: string, cause?: unknown): AppError {
  return new AppError('unavailable', 503, { message, retryAfterSeconds: 1 }, { cause });
}

/** Returns the pointer to a member or element of the value at `parent` (RFC 6901). */
export function childPointer(parent: string, name: string | number): string {
  return `${parent}/${String(name).replaceAll('~', '~0').replaceAll('/', '~1')}`;
}

/** Shortens the texts. A pointer that is too long is cut to the closest container. */
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
