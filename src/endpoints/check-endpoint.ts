import { AppError, invalid } from '../common/index.js';
import type { FieldError } from '../common/index.js';
import { checkEventTypes } from '../catalogue/index.js';
import { canCarry, SUPPORTED_FORMATS } from '../delivery/formats/index.js';
import type { Format } from '../delivery/formats/index.js';
import { checkOwnSecret, checkProfiles } from '../delivery/signature/index.js';
import { checkUrl } from '../delivery/transport/index.js';
import type { UrlPolicy } from '../delivery/transport/index.js';
import type { PatchEndpointDto } from './endpoint.dto.js';
import { unbuiltFields } from './unbuilt-fields.js';

const MAX_EVENT_TYPES = 500;

/** What an endpoint is held against, apart from its own fields. */
export interface EndpointRules {
  url: UrlPolicy;
  isKnownType: (type: string) => boolean;
}

/**
 * Checks the fields that are there, each by itself; returns the URL in its normal form. Throws the 422
 * with every broken rule: `not_supported_yet` before `url_not_allowed` before `validation_failed`.
 */
export function checkFields(fields: PatchEndpointDto, rules: EndpointRules): { url?: string } {
  const unbuilt = unbuiltFields(fields);
  if (unbuilt.length > 0) throw invalid(unbuilt, 'not_supported_yet');
  const verdict = fields.url === undefined ? undefined : checkUrl(fields.url, rules.url);
  const errors = otherErrors(fields, rules);
  if (verdict?.ok === false) {
    const { reason, message } = verdict;
    const error = { pointer: '/url', code: reason, message };
    throw new AppError('url_not_allowed', 422, { message, errors: [error, ...errors] });
  }
  if (errors.length > 0) throw invalid(errors);
  return verdict ? { url: verdict.url } : {};
}

/** Types by exact name that the format has no body for. */
export function checkCarried(format: Format, eventTypes: readonly string[] | null): FieldError[] {
  return (eventTypes ?? []).flatMap((type, index) => {
    if (type.endsWith('*') || canCarry(format, type)) return [];
    const message = `"${type}" has no body in the format ${format}`;
    return [{ pointer: `/event_types/${index}`, code: 'format_cannot_carry', message }];
  });
}

function otherErrors(fields: PatchEndpointDto, { isKnownType }: EndpointRules): FieldError[] {
  const { event_types, format, signing, secret } = fields;
  return [
    ...(event_types == null ? [] : checkSubscription(event_types, isKnownType)),
    ...(format === undefined ? [] : checkFormat(format)),
    ...(signing === undefined ? [] : checkProfiles(signing)),
    ...(secret === undefined ? [] : checkOwnSecret(secret)),
  ];
}

function checkSubscription(patterns: unknown, isKnown: (type: string) => boolean): FieldError[] {
  if (!Array.isArray(patterns) || patterns.length <= MAX_EVENT_TYPES) {
    return checkEventTypes(patterns, isKnown);
  }
  const message = `may hold at most ${MAX_EVENT_TYPES} names; use wildcards`;
  return [{ pointer: '/event_types', code: 'too_many_event_types', message }];
}

function checkFormat(format: unknown): FieldError[] {
  if (SUPPORTED_FORMATS.some((supported) => supported === format)) return [];
  const message = `must be one of ${SUPPORTED_FORMATS.join(', ')}`;
  return [{ pointer: '/format', code: 'unknown_format', message }];
}
