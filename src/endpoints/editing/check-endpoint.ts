import { AppError, invalid } from '../../common/index.js';
import type { FieldError } from '../../common/index.js';
import { checkEventTypes, invalidTypes, matchesType } from '../../catalogue/index.js';
import type { LiveCatalogue } from '../../catalogue/index.js';
import type { RunSettings } from '../../config/index.js';
import { canBatch, canBeThin, canCarry, FORMATS, isFormat } from '../../formats/index.js';
import type { Format, Payload } from '../../formats/index.js';
import { checkOwnSecret, checkProfiles } from '../../signing/index.js';
import { checkUrl, exemptRanges } from '../../transport/index.js';
import type { UrlPolicy, UrlRefusal } from '../../transport/index.js';
import { checkRecipients } from './recipients.js';
import type { PatchEndpointDto } from '../api/endpoint-request.dto.js';

const MAX_EVENT_TYPES = 500;

/** Rules for endpoints that depend on settings and catalogue. */
export interface EndpointRules {
  /** Whether a mail server is configured. */
  hasMail: boolean;
  /** The rules for URLs of a tenant (UUID). */
  urlOf: (tenantId: string) => UrlPolicy;
  /** Every type on offer. */
  knownTypes: () => string[];
  /** Makes `knownTypes` contain every type that was registered before the call. */
  refreshTypes: () => Promise<void>;
}

/** The injection token of the process's `EndpointRules`. */
export const ENDPOINT_RULES = Symbol('endpoint rules');

export function endpointRules(settings: RunSettings, catalogue: LiveCatalogue): EndpointRules {
  const { production, allowedPorts, allowedPrivateCidrs } = settings;
  const { allowedCidrs, tenantCidrs } = exemptRanges(allowedPrivateCidrs);
  return {
    hasMail: settings.mail !== undefined,
    urlOf: (tenantId) => ({
      production,
      allowedPorts,
      allowedCidrs: tenantCidrs.get(tenantId) ?? allowedCidrs,
    }),
    refreshTypes: () => catalogue.refresh(),
    knownTypes: () => catalogue.list().map(({ type }) => type),
  };
}

/**
 * Checks each field that is present by itself and returns the normal forms of URL and recipients. Throws
 * 422 that lists every broken rule. Its code is the first of `mail_not_configured`, `url_not_allowed`,
 * `unknown_event_type` and `validation_failed` that applies.
 */
export function checkFields(
  fields: PatchEndpointDto,
  rules: EndpointRules,
  tenantId: string,
): { url?: string; recipients?: string[] } {
  if (fields.channel === 'email' && !rules.hasMail) throw mailNotConfigured('/channel');
  const checkedUrl = fields.url == null ? undefined : checkUrl(fields.url, rules.urlOf(tenantId));
  const requested = fields.recipients == null ? undefined : checkRecipients(fields.recipients);
  const errors = [...otherErrors(fields, rules), ...(requested?.errors ?? [])];
  if (checkedUrl?.ok === false) throw urlNotAllowed(checkedUrl, '/url', errors);
  if (errors.length > 0) throw invalidTypes(errors);
  return {
    ...(checkedUrl && { url: checkedUrl.url }),
    ...(requested && { recipients: requested.recipients }),
  };
}

/** Returns the 422 of an email endpoint in an installation without a mail server. */
export function mailNotConfigured(pointer: string): AppError {
  const message = 'cannot be used: no mail server is configured (SMTP_URL and MAIL_FROM)';
  return invalid([{ pointer, code: 'mail_not_configured', message }], 'mail_not_configured');
}

/** Returns the 422 of a refused URL, together with the errors of other fields. */
export function urlNotAllowed(
  { reason, message }: { reason: UrlRefusal; message: string },
  pointer: string,
  others: FieldError[],
): AppError {
  const errors = [{ pointer, code: reason, message }, ...others];
  return new AppError('url_not_allowed', 422, { message, errors });
}

/**
 * Returns the errors of subscribed types that the format does not carry: exact names, and wildcards that
 * match types on offer but none that it carries.
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
