import { createHmac } from 'node:crypto';
import { Webhook as StandardWebhook } from 'standardwebhooks';
import { Webhook as SvixWebhook } from 'svix';
import type { ReceivedRequest } from '../receiver.js';

/** A receiver's own check of one signing profile: whether the request is signed with the secret. */
export type Verify = (request: ReceivedRequest, secret: string) => boolean;

/** The value of a header, empty where it is absent. */
export function header(request: ReceivedRequest, name: string): string {
  const value = request.headers[name];
  return typeof value === 'string' ? value : '';
}

const hex = (algorithm: string, secret: string, ...parts: (string | Buffer)[]): string =>
  parts.reduce((hmac, part) => hmac.update(part), createHmac(algorithm, secret)).digest('hex');

const standardHeaders = (request: ReceivedRequest) => ({
  'webhook-id': header(request, 'webhook-id'),
  'webhook-timestamp': header(request, 'webhook-timestamp'),
  'webhook-signature': header(request, 'webhook-signature'),
});

const passes = (check: () => unknown): boolean => {
  try {
    check();
    return true;
  } catch {
    return false;
  }
};

/** `standard`, as other people's packages verify it. */
export const verifyByStandardWebhooks: Verify = (request, secret) =>
  passes(() => new StandardWebhook(secret).verify(request.body, standardHeaders(request)));

export const verifyBySvix: Verify = (request, secret) =>
  passes(() => new SvixWebhook(secret).verify(request.body, standardHeaders(request)));

export const verifyStandard: Verify = (request, secret) => {
  const key = Buffer.from(secret.replace(/^whsec_/, ''), 'base64');
  const { 'webhook-id': id, 'webhook-timestamp': timestamp } = standardHeaders(request);
  const signed = createHmac('sha256', key).update(`${id}.${timestamp}.`).update(request.body);
  const expected = `v1,${signed.digest('base64')}`;
  return header(request, 'webhook-signature').split(' ').includes(expected);
};

/** `x-webhook`, in the header that is named. */
export const verifyXWebhook =
  (name = 'x-webhook-signature'): Verify =>
  (request, secret) =>
    header(request, name) === `sha256=${hex('sha256', secret, request.body)}`;

export const verifyXWebhookTimestamped: Verify = (request, secret) => {
  const created = header(request, 'x-webhook-timestamp');
  const expected = hex('sha256', secret, `${created}.`, request.body);
  return header(request, 'x-webhook-signature') === `sha256=${expected}`;
};

export const verifyVerifa: Verify = (request, secret) => {
  const [time = '', ...signatures] = header(request, 'x-verifa-signature').split(',');
  if (time !== `t=${header(request, 'webhook-timestamp')}`) return false;
  return signatures.includes(`v1=${hex('sha256', secret, `${time.slice(2)}.`, request.body)}`);
};

export const verifyQoreid: Verify = (request, secret) =>
  header(request, 'x-verifyme-signature') === hex('sha512', secret, request.body);
