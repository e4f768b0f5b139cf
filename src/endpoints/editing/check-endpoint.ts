import { AppError, invalid } from '../../common/index.js';
import type { FieldError } from '../../common/index.js';
import { checkEventTypes, invalidTypes, matchesType } from '../../catalogue/index.js';
import { canBatch, canBeThin, canCarry, FORMATS, isFormat } from '../../formats/index.js';
import type { Format, Payload } from '../../formats/index.js';
import { checkOwnSecret, checkProfiles } from '../../signing/index.js';
import { checkUrl } from '../../transport/index.js';
import type { UrlPolicy, UrlRefusal } from '../../transport/index.js';
import { checkRecipients } from './recipients.js';
import type { PatchEndpointDto } from '../api/endpoint.dto.js';

const MAX_EVENT_TYPES = 500;

/** What an endpoint is held against, apart from its own fields. */
export interface EndpointRules {
  /** A mail server is set up. */
  hasMail: boolean;
  url: UrlPolicy;
  /** Every type on offer. */
  knownTypes: () => string[];
  /** Afterwards `knownTypes` has every type that was registered before. */
  learnTypes: () => Promise<void>;
}

/**
 * Checks the fields that are there, each by itself; returns those that have a normal form in it. Throws
 * the 422 with every broken rule: `mail_not_configured` before `url_not_allowed` before
 * `unknown_event_type` or `validation_failed`.
 */
export function checkFields(
  fields: PatchEndpointDto,
  rules: EndpointRules,
): { url?: string; recipients?: string[] } {
  if (fields.channel === 'email' && !rules.hasMail) throw mailNotConfigured('/channel');
  const verdict = fields.url == null ? undefined : checkUrl(fields.url, rules.url);
  const wanted = fields.recipients == null ? undefined : checkRecipients(fields.recipients);
  const errors = [...otherErrors(fields, rules), ...(wanted?.errors ?? [])];
  if (verdict?.ok === false) throw urlNotAllowed(verdict, '/url', errors);
  if (errors.length > 0) throw invalidTypes(errors);
  return {
    ...(verdict && { url: verdict.url }),
    ...(wanted && { recipients: wanted.recipients }),
  };
}

/** The 422 of mails that nobody would send. */
export function mailNotConfigured(pointer: string): AppError {
  const message = 'cannot be used here: no mail server is set up (SMTP_URL and MAIL_FROM)';
  return invalid([{ pointer, code: 'mail_not_configured', message }], 'mail_not_configured');
}

/** The 422 of a URL that is refused, with what else is wrong. */
export function urlNotAllowed(
  { reason, message }: { reason: UrlRefusal; message: string },
  pointer: string,
  others: FieldError[],
): AppError {
  const errors = [{ pointer, code: reason, message }, ...others];
  return new AppError('url_not_allowed', 422, { message, errors });
}

/**
 * Entries of a subscription that the format has no body for: types by exact name, and wildcards that
 * take types on offer, but none that it carries.
 */
export function checkCarried(
  format: Format,
  eventTypes: readonly string[] | null,
  knownTypes: () => string[],
): FieldError[] {
  return (eventTypes ?? []).flatMap((pattern, index) => {
    const types = pattern.endsWith('*')
      ? knownTypes().filter((type) => matchesType([pattern], type))
      : [pattern];
    if (types.length === 0 || types.some((type) => canCarry(format, type))) return [];
    const names = types.map((type) => `"${type}"`).join(', ');
    const message = `the format ${format} has no body for ${names}`;
    return [{ pointer: `/event_types/${index}`, code: 'format_cannot_carry', message }];
  });
}

export function checkPayload(format: Format, payload: Payload | undefined): FieldError[] {
  if (payload !== 'thin' || canBeThin(format)) return [];
  const message = `cannot be thin: the shape of ${format} is fixed`;
  return [{ pointer: '/payload', code: 'format_cannot_carry', message }];
}

export function checkBatch(format: Format, batch: unknown): FieldError[] {
  if (batch === null || canBatch(format)) return [];
  const formats = FORMATS.filter(canBatch).join(' and ');
  const message = `is for the formats ${formats}: a body in ${format} holds one event`;
  return [{ pointer: '/batch', code: 'format_cannot_carry', message }];
}

function otherErrors(fields: PatchEndpointDto, { knownTypes }: EndpointRules): FieldError[] {
  const { event_types, format, signing, secret } = fields;
  return [
    ...(event_types == null ? [] : checkSubscription(event_types, new Set(knownTypes()))),
    ...(format === undefined ? [] : checkFormat(format)),
    ...(signing === undefined ? [] : checkProfiles(signing)),
    ...(secret === undefined ? [] : checkOwnSecret(secret)),
  ];
}

function checkSubscription(patterns: unknown, names: ReadonlySet<string>): FieldError[] {
  if (!Array.isArray(patterns) || patterns.length <= MAX_EVENT_TYPES) {
    return checkEventTypes(patterns, names);
  }
  const message = `may hold at most ${MAX_EVENT_TYPES} names; use wildcards`;
  return [{ pointer: '/event_types', code: 'too_many_event_types', message }];
}

function checkFormat(format: unknown): FieldError[] {
  if (isFormat(format)) return [];
  const message = `must be one of ${FORMATS.join(', ')}`;
  return [{ pointer: '/format', code: 'unknown_format', message }];
}
