import { AppError, invalid } from '../common/index.js';
import type { FieldError } from '../common/index.js';
import { didYouMean, suggestTypes } from './suggest-types.js';
import type { SuggestionRules } from './suggest-types.js';

const CODE = 'unknown_event_type';
const MAX_SHOWN = 100;

/** Returns the error of a type or pattern that is not among the names, with the nearest names. */
export function unknownTypeError(
  pointer: string,
  wanted: string,
  names: Iterable<string>,
  rules: SuggestionRules,
): FieldError {
  const kind = wanted.endsWith('*') ? 'event type that matches' : 'event type';
  const missing = `there is no ${kind} "${wanted.slice(0, MAX_SHOWN)}"`;
  return {
    pointer,
    code: CODE,
    ...withSuggestions(`${missing}; GET /v1/event-types lists them.`, wanted, names, rules),
  };
}

/** Adds the nearest names, where there are any, to the end of a message and as a field. */
export function withSuggestions(
  message: string,
  wanted: string,
  names: Iterable<string>,
  rules: SuggestionRules,
): Pick<FieldError, 'message' | 'did_you_mean'> {
  const suggestions = suggestTypes(wanted, names, rules);
  if (suggestions.length === 0) return { message };
  return { message: `${message}${didYouMean(suggestions)}`, did_you_mean: suggestions };
}

/** Returns the error of one type that does not exist, by default a 422. */
export function unknownType(
  wanted: string,
  names: Iterable<string>,
  { status = 422 }: { status?: 404 | 422 } = {},
): AppError {
  const error = unknownTypeError('/type', wanted, names, { withPatterns: false });
  const message = `${error.message.charAt(0).toUpperCase()}${error.message.slice(1)}`;
  return new AppError(status === 404 ? 'not_found' : CODE, status, { message, errors: [error] });
}

/** Returns the 422 of fields; its code is `unknown_event_type` where all errors are unknown types. */
export function invalidTypes(errors: FieldError[]): AppError {
  const isAll = errors.every(({ code }) => code === CODE);
  return invalid(errors, isAll ? CODE : undefined);
}
