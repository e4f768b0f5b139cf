import { createHmac, timingSafeEqual } from 'node:crypto';

const TOLERANCE_SECONDS = 300;

/**
 * What a receiver does with the two default signatures. Gives the names of those that are right;
 * needs nothing but the raw body, the headers and the endpoint's secret.
 *
 * @param {{ secret: string, headers: Record<string, string>, body: Buffer, nowSeconds: number }} request
 */
export function verifiedProfiles({ secret, headers, body, nowSeconds }) {
  const profiles = { standard: isStandard, 'x-webhook': isXWebhook };
  return Object.keys(profiles).filter((name) =>
    profiles[name]({ secret, headers, body, nowSeconds }),
  );
}

/** Standard Webhooks: `v1,` and base64 over `id.timestamp.body`, one of them for each live secret. */
function isStandard({ secret, headers, body, nowSeconds }) {
  const {
    'webhook-id': id,
    'webhook-timestamp': timestamp,
    'webhook-signature': signatures,
  } = headers;
  if (Math.abs(nowSeconds - Number(timestamp)) > TOLERANCE_SECONDS) return false;
  const key = Buffer.from(secret.replace(/^whsec_/, ''), 'base64');
  const digest = createHmac('sha256', key)
    .update(`${id}.${timestamp}.`)
    .update(body)
    .digest('base64');
  return (signatures ?? '').split(' ').some((signature) => isSame(signature, `v1,${digest}`));
}

/** `sha256=` and hex over the body; the key is the secret as it is spelled. */
function isXWebhook({ secret, headers, body }) {
  const digest = createHmac('sha256', secret).update(body).digest('hex');
  return isSame(headers['x-webhook-signature'] ?? '', `sha256=${digest}`);
}

function isSame(given, expected) {
  const [one, other] = [Buffer.from(given), Buffer.from(expected)];
  return one.length === other.length && timingSafeEqual(one, other);
}
