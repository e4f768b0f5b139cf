import { once } from 'node:events';
import { createServer } from 'node:http';
import { verifiedProfiles } from './verify-signatures.mjs';

/**
 * The two receivers: `/crm` is down for a while after its first request, `/ledger` is
 * well. Both verify every request before they answer, and note what they found.
 */
export async function startReceiver({ downMs }) {
  const secrets = new Map();
  const seen = new Map();
  let upAgainAtMs;

  const answer = async (request, response) => {
    const chunks = [];
    for await (const chunk of request) chunks.push(chunk);
    const body = Buffer.concat(chunks);
    const name = request.url.slice(1);
    const { headers } = request;
    const nowMs = Date.now();
    const secret = secrets.get(name) ?? '';
    const verified = verifiedProfiles({ secret, headers, body, nowSeconds: nowMs / 1000 });
    seen.set(attemptKey(headers['x-webhook-delivery-id'], headers['x-webhook-attempt']), {
      verified,
      body: body.toString('utf8'),
    });
    if (name === 'crm') upAgainAtMs ??= nowMs + downMs;
    const isDown = name === 'crm' && nowMs < upAgainAtMs;
    const status = verified.length === 0 ? 401 : isDown ? 500 : 200;
    const bodies = {
      200: { received: true },
      401: { error: 'bad signature' },
      500: { error: 'down for maintenance' },
    };
    response
      .writeHead(status, { 'Content-Type': 'application/json' })
      .end(JSON.stringify(bodies[status]));
  };
  const server = createServer((request, response) => void answer(request, response));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');

  return {
    url: `http://127.0.0.1:${server.address().port}`,
    trust: (name, secret) => secrets.set(name, secret),
    /** What came with that attempt, if it came: its body and the signatures that were right. */
    find: (deliveryId, attempt) => seen.get(attemptKey(deliveryId, attempt)),
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

function attemptKey(deliveryId, attempt) {
  return `${deliveryId} ${attempt}`;
}
