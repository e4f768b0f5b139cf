import { invalid } from '../../common/index.js';
import type { AppError } from '../../common/index.js';
import { checkOwnSecret, maskSecret } from '../../signing/index.js';
import { checkUrl } from '../../transport/index.js';
import type { UrlPolicy } from '../../transport/index.js';
import { urlNotAllowed } from '../editing/check-endpoint.js';

/** What a request says of the webhook in the settings; undefined: nothing. */
export interface WebhookSetting {
  /** Null: there shall be none. */
  url: string | null | undefined;
  /** Null is what the settings show where there is none yet. */
  secret: string | null | undefined;
}

const URL_POINTER = '/webhook_url';
const SECRET_POINTER = '/webhook_secret';
const MASKED = new RegExp(`^${maskSecret('').replaceAll('*', '\\*')}.{4}$`);

/** The same with the URL in its normal form; or the 422 of an endpoint, with the pointers of the settings. */
export function checkWebhook(wanted: WebhookSetting, policy: UrlPolicy): WebhookSetting {
  const { url, secret } = wanted;
  const secretErrors = secret == null ? [] : checkOwnSecret(secret, SECRET_POINTER);
  const verdict = url == null ? undefined : checkUrl(url, policy);
  if (verdict?.ok === false) throw urlNotAllowed(verdict, URL_POINTER, secretErrors);
  if (secretErrors.length > 0) throw invalid(secretErrors);
  if (url === null && secret != null && !MASKED.test(secret)) throw urlRequired();
  return verdict ? { ...wanted, url: verdict.url } : wanted;
}

/**
 * The secret to take instead of the current one (null: there is none); undefined where nothing changes:
 * it is absent, the current one, or the mask of it as the settings show it. Throws 422.
 */
export function newSecret(
  wanted: string | null | undefined,
  current: string | null,
): string | undefined {
  if (wanted === undefined || wanted === current) return undefined;
  if (wanted === null) {
    throw refusal('invalid_secret', 'cannot be taken away; send a new one or leave it out');
  }
  if (current !== null && wanted === maskSecret(current)) return undefined;
  if (MASKED.test(wanted)) {
    throw refusal('masked_value', 'is the mask of a secret; send the secret itself');
  }
  return wanted;
}

/** A secret came, but no URL is set or comes with it. */
export function urlRequired(): AppError {
  const message = 'webhook_url is required for a webhook_secret';
  return invalid([{ pointer: URL_POINTER, code: 'required', message }]);
}

function refusal(code: string, message: string): AppError {
  return invalid([{ pointer: SECRET_POINTER, code, message }]);
}
