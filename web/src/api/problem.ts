export interface FieldProblem {
  pointer: string;
  code: string;
  message: string;
  did_you_mean?: string[];
}

/** A refusal of the API (RFC 9457), or a request that got no answer (`code` is `unreachable`). */
export class ApiProblem extends Error {
  override readonly name = 'ApiProblem';

  constructor(
    readonly status: number,
    readonly code: string,
    detail: string,
    readonly errors: readonly FieldProblem[] = [],
  ) {
    super(detail);
  }
}

/** Makes a problem of whatever an answer held or a request threw. */
export function asProblem(error: unknown, status = 0): ApiProblem {
  if (error instanceof ApiProblem) return error;
  if (isRecord(error) && typeof error['code'] === 'string') {
    const errors = Array.isArray(error['errors']) ? (error['errors'] as FieldProblem[]) : [];
    const detail = typeof error['detail'] === 'string' ? error['detail'] : error['code'];
    return new ApiProblem(status, error['code'], detail, errors);
  }
  if (status > 0) {
    return new ApiProblem(status, 'unexpected', `The server answered with status ${status}.`);
  }
  return new ApiProblem(0, 'unreachable', 'The server could not be reached. Check the connection.');
}

/** Whether a request was given up by the page itself. */
export function isAbort(error: unknown): boolean {
  return error instanceof DOMException && error.name === 'AbortError';
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
