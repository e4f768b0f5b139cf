import { invalid } from '../../common/index.js';
import type { AppError, FieldError } from '../../common/index.js';
import { checkOwnSecret, maskSecret } from '../../signing/index.js';
import { checkUrl } from '../../transport/index.js';
import type { UrlPolicy } from '../../transport/index.js';
import { urlNotAllowed } from '../editing/check-endpoint.js';

/** Four characters would reveal too much of a shorter secret. */
const MIN_SECRET_LENGTH = 12;

/**
 * Masks a URL that is a secret: keeps its origin and last four characters, for example
 * `https://hooks.slack.com/****1a2B`.
 */
export function maskSecretUrl(url: string): string {
  const { origin, pathname, search } = new URL(url);
  const secret = pathname.slice(1) + search;
  return `${origin}/****${secret.length < MIN_SECRET_LENGTH ? '' : secret.slice(-4)}`;
}

export function isMaskedUrl(url: string): boolean {
  return new URL(url).pathname.startsWith('/****');
}

export function maskedUrl(pointer: string): FieldError {
  return { pointer, code: 'masked_value', message: 'is the mask of a URL; send the URL itself' };
}

/** The webhook fields of a settings request; undefined leaves a setting as it is. */
export interface WebhookSetting {
  /** Null: remove the endpoint. */
  url: string | null | undefined;
  /** Null is accepted if there is no secret yet, since the settings show it so. */
  secret: string | null | undefined;
}

const URL_POINTER = '/webhook_url';
const SECRET_POINTER = '/webhook_secret';
const MASKED = new RegExp(`^${maskSecret('').replaceAll('*', '\\*')}.{4}$`);

/** Returns the setting with its URL in normal form. Throws 422 with pointers into the settings. */
export function checkWebhook(requested: WebhookSetting, policy: UrlPolicy): WebhookSetting {
  const { url, secret } = requested;
  const secretErrors = secret == null ? [] : checkOwnSecret(secret, SECRET_POINTER);
  const checkedUrl = url == null ? undefined : checkUrl(url, policy);
  if (checkedUrl?.ok === false) throw urlNotAllowed(checkedUrl, URL_POINTER, secretErrors);
  if (secretErrors.length > 0) throw invalid(secretErrors);
  if (url === null && secret != null && !MASKED.test(secret)) throw urlRequired();
  return checkedUrl ? { ...requested, url: checkedUrl.url } : requested;
}

/**
 * Returns the new secret, or undefined if nothing changes: the requested one is absent, equals the
 * current one (null: there is none), or is its mask. Throws 422.
 */
export function newSecret(
  requested: string | null | undefined,
  current: string | null,
): string | undefined {
  if (requested === undefined || requested === current) return undefined;
  if (requested === null) {
    throw refusal('invalid_secret', 'cannot be removed; send a new secret or leave it out');
  }
  if (current !== null && requested === maskSecret(current)) return undefined;
  if (MASKED.test(requested)) {
    throw refusal('masked_value', 'is the mask of a secret; send the secret itself');
  }
  return requested;
}

/** Returns the 422 of a secret without a URL. */
export function urlRequired(): AppError {
  const message = 'webhook_url is required for a webhook_secret';
  return invalid([{ pointer: URL_POINTER, code: 'required', message }]);
}

function refusal(code: string, message: string): AppError {
  return invalid([{ pointer: SECRET_POINTER, code, message }]);
}
