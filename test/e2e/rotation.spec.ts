import { beforeAll, describe, expect, it } from 'vitest';
import {
  actOnEndpoint,
  createReceivingTenant,
  eventually,
  publish,
  useLab,
  verifyByStandardWebhooks,
  verifyBySvix,
  verifyXWebhook,
} from '../support/app/index.js';
import type { LiveSecrets, Postrider, Tenant } from '../support/app/index.js';
import type { ReceivedRequest, Receiver } from '../support/receiver.js';
import { canRunScripts, runSnippet, SCRIPT_LANGUAGES } from '../support/snippet-scripts.js';

interface Snippet {
  language: string;
  header: string;
  code: string;
}

const lab = useLab();
const LANGUAGES = SCRIPT_LANGUAGES.filter(canRunScripts);
const NEXT = 'x-webhook-signature-next';

describe('rotation of a secret', () => {
  let app: Postrider;

  beforeAll(async () => {
    const [databaseUrl, redis] = await Promise.all([lab.database(), lab.redis()]);
    const env = { RETRY_SCHEDULE: '1' };
    app = await lab.postrider({ databaseUrl, redisUrl: redis.url, role: 'all', env });
  });

  it('signs with the old and the new secret until it is promoted', async () => {
    const receiver = await lab.receiver();
    const { tenant, endpoint } = await createReceivingTenant(app, { url: receiver.url });
    const rotated = await rotate(app, tenant, endpoint.id);
    expect(rotated.secret).not.toBe(endpoint.secret);
    expect(rotated.previous.map(({ secret }) => secret)).toEqual([endpoint.secret]);

    const during = await deliver(app, tenant, receiver);
    expectBoth(during, endpoint.secret, rotated.secret);

    await actOnEndpoint(app, tenant, endpoint.id, 'secret/promote');
    const after = await deliver(app, tenant, receiver);
    expect(verifyByStandardWebhooks(after, rotated.secret)).toBe(true);
    expect(verifyByStandardWebhooks(after, endpoint.secret)).toBe(false);
    expect(verifyXWebhook()(after, rotated.secret)).toBe(true);
    expect(after.headers).not.toHaveProperty(NEXT);
  });

  it('is seen by the next delivery under constant traffic', async () => {
    const receiver = await lab.receiver();
    const { tenant, endpoint } = await createReceivingTenant(app, { url: receiver.url });
    const traffic = startTraffic(app, tenant);
    await receiver.waitFor(20, 30_000);
    const rotated = await rotate(app, tenant, endpoint.id);
    // Published among others whose deliveries keep every cache warm.
    const { id } = await publish(app, tenant);
    const first = await requestOf(receiver, id);
    await traffic.stop();
    expectBoth(first, endpoint.secret, rotated.secret);

    const others = traffic.since(id);
    expect(others.length).toBeGreaterThan(0);
    for (const other of others) {
      expectBoth(await requestOf(receiver, other), endpoint.secret, rotated.secret);
    }
  });

  it('is seen by the next attempt of a delivery that began before it', async () => {
    const receiver = await lab.receiver();
    receiver.answer(500, 200);
    const { tenant, endpoint } = await createReceivingTenant(app, { url: receiver.url });
    const { id } = await publish(app, tenant);
    await requestOf(receiver, id);
    const rotated = await rotate(app, tenant, endpoint.id);
    const second = await eventually(() => {
      const request = receiver.requests[1];
      if (!request) throw new Error('No second attempt yet.');
      return request;
    });
    expect(second.headers['webhook-id']).toBe(id);
    expectBoth(second, endpoint.secret, rotated.secret);
  });

  it.each(LANGUAGES)(
    'is understood by the code in %s that the API gives for the endpoint',
    async (language) => {
      const receiver = await lab.receiver();
      const { tenant, endpoint } = await createReceivingTenant(app, { url: receiver.url });
      const rotated = await rotate(app, tenant, endpoint.id);
      const { headers, body } = await deliver(app, tenant, receiver);
      const path = `/v1/tenants/${tenant.id}/endpoints/${endpoint.id}/snippets`;
      const { data } = await app.ok<{ data: Snippet[] }>('GET', path, undefined, tenant.key);
      const codes = data.filter((snippet) => snippet.language === language);
      expect(codes.map(({ header }) => header)).toEqual([
        'webhook-signature',
        'X-Webhook-Signature',
      ]);
      const requests = [
        { headers: headers as Record<string, string>, body: body.toString() },
        { headers: headers as Record<string, string>, body: `${body.toString()} ` },
      ];
      const directory = await lab.directory();
      const judge = (header: string, secret: string): boolean[] =>
        runSnippet(language, codes.find((one) => one.header === header)?.code ?? '', {
          requests,
          secret,
          directory,
        });
      for (const secret of [endpoint.secret, rotated.secret]) {
        expect(judge('webhook-signature', secret)).toEqual([true, false]);
      }
      expect(judge('X-Webhook-Signature', endpoint.secret)).toEqual([true, false]);
      expect(judge('X-Webhook-Signature', 'whsec_another')).toEqual([false, false]);
    },
  );

  it('without a grace ends the old secret at once', async () => {
    const receiver = await lab.receiver();
    const { tenant, endpoint } = await createReceivingTenant(app, { url: receiver.url });
    const { secret } = await rotate(app, tenant, endpoint.id, { grace_seconds: 0 });
    const request = await deliver(app, tenant, receiver);
    expect(verifyBySvix(request, secret)).toBe(true);
    expect(verifyBySvix(request, endpoint.secret)).toBe(false);
    expect(request.headers).not.toHaveProperty(NEXT);
  });
});

function rotate(app: Postrider, tenant: Tenant, endpointId: string, body?: object) {
  return actOnEndpoint<LiveSecrets>(app, tenant, endpointId, 'secret/rotate', body);
}

async function deliver(app: Postrider, tenant: Tenant, receiver: Receiver) {
  const { id } = await publish(app, tenant);
  return requestOf(receiver, id);
}

function requestOf(receiver: Receiver, eventId: string): Promise<ReceivedRequest> {
  return eventually(() => {
    const request = receiver.requests.find(({ headers }) => headers['webhook-id'] === eventId);
    if (!request) throw new Error(`${eventId} has not come.`);
    return request;
  });
}

/** `standard` has both signatures in one header; `x-webhook` keeps the old one and adds `-Next`. */
function expectBoth(request: ReceivedRequest, older: string, newer: string): void {
  for (const verify of [verifyByStandardWebhooks, verifyBySvix]) {
    expect([verify(request, older), verify(request, newer)]).toEqual([true, true]);
  }
  expect(verifyXWebhook()(request, older)).toBe(true);
  expect(verifyXWebhook(NEXT)(request, newer)).toBe(true);
}

/** Publishes continuously until stopped. */
function startTraffic(app: Postrider, tenant: Tenant, publishers = 4) {
  const ids: string[] = [];
  const stopping = new AbortController();
  const loops = Array.from({ length: publishers }, async () => {
    while (!stopping.signal.aborted) ids.push((await publish(app, tenant)).id);
  });
  return {
    stop: async () => {
      stopping.abort();
      await Promise.all(loops);
    },
    /** The events that were published after that one. */
    since: (id: string) => ids.filter((other) => other > id),
  };
}
