/** One violated rule of a request: `pointer` is a JSON Pointer (RFC 6901) into the request body. */
export interface FieldError {
  pointer: string;
  code: string;
  message: string;
}

export interface AppErrorDetails {
  /** What the client reads. Tells what to do; never carries identity data. */
  message: string;
  errors?: FieldError[];
  /** Seconds, for 429 and 503. */
  retryAfterSeconds?: number;
}

/**
 * The one error that leaves a feature. `code` is public and stable; the HTTP layer renders it as
 * application/problem+json (RFC 9457). `cause` goes to the log only.
 */
export class AppError extends Error {
  constructor(
    readonly code: string,
    readonly status: number,
    readonly details: AppErrorDetails,
    options?: { cause?: unknown },
  ) {
    super(details.message, options);
    this.name = 'AppError';
  }
}

/** 422 with the fields that broke a rule. */
export function invalid(errors: FieldError[], code = 'validation_failed'): AppError {
  const first = errors[0];
  const message = first
    ? `${first.pointer || '/'}: ${first.message}`
    : 'The request breaks a rule of its schema.';
  return new AppError(code, 422, { message, errors });
}

/** 404: the thing does not exist, or lies outside the key's tenants (which must look the same). */
export function notFound(what: string): AppError {
  return new AppError('not_found', 404, { message: `No such ${what}.` });
}

export function conflict(code: string, message: string): AppError {
  return new AppError(code, 409, { message });
}

/** 503: we cannot take it now and have kept nothing; the caller must try again. */
export function unavailable(message: string, cause?: unknown): AppError {
  return new AppError('unavailable', 503, { message, retryAfterSeconds: 1 }, { cause });
}
