// A process of its own, so that its work does not slow down the one that measures: a tenant that takes all it can get.
// Its parent sends `{kind, …}` to begin a load, and anything else to end it; the answer is what became of the requests.
import { createServer, request } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import { WebSocket } from 'ws';

const READERS = 24;
const DOWNLOADS = 8;
const STREAMS = 40;
const PUBLISHERS = 2;
/** A stream is read for so long, and then from the beginning again. */
const STREAM_MS = 1_000;
const EVENTS = 10;

const fast = await listen((_request, response) => response.writeHead(200).end());
// Takes each request, and never answers.
const silent = await listen(() => undefined);
const now = { load: undefined, statuses: {} };

process.send({ fast, silent });
process.on('message', (message) => {
  now.load = undefined;
  if (message.kind) {
    now.load = message;
    now.statuses = {};
    LOADS[message.kind](message);
  } else process.send({ statuses: now.statuses });
});

const LOADS = {
  reads: (of) => {
    const since = new Date(Date.now() - 80 * 86_400_000).toISOString();
    const base = `/v1/tenants/${of.tenant}`;
    const paths = [
      `${base}/stats?by=endpoint,type,status&step=hour&since=${since}`,
      `${base}/events?limit=100`,
      `${base}/deliveries?limit=100&status=succeeded`,
      `${base}/events?ref=user_456&limit=100`,
      `${base}/problems`,
    ];
    repeat(READERS, (turn) => call(of, 'GET', paths[turn % paths.length]));
  },
  exports: (of) =>
    repeat(DOWNLOADS, (turn) => {
      const what = turn % 2 === 0 ? 'events/export' : 'deliveries/export?format=csv';
      return call(of, 'GET', `/v1/tenants/${of.tenant}/${what}`);
    }),
  streams: (of) => {
    repeat(STREAMS, () => readStream(of));
    repeat(READERS, () => call(of, 'GET', `/v1/tenants/${of.tenant}/events/feed?limit=100`));
  },
  replays: (of) =>
    repeat(READERS, async (turn) => {
      const body = { since: new Date(Date.now() - 86_400_000).toISOString(), status: 'all' };
      const path = `/v1/tenants/${of.tenant}/endpoints/${of.endpoint}/replay`;
      await call(of, 'POST', path, { ...body, dry_run: turn % 2 === 0 });
    }),
  'silent receivers': (of) => repeat(PUBLISHERS, () => publish(of, '')),
  'large bodies': (of) => repeat(PUBLISHERS, () => publish(of, 'x'.repeat(100_000))),
};

function repeat(lines, work) {
  for (let line = 0; line < lines; line += 1) void keepOn(line, work);
}

async function keepOn(line, work) {
  const mine = now.load;
  for (let turn = line; now.load === mine; turn += 1) {
    await work(turn).catch(() => undefined);
    // A refused client that asks again at once would only burn the processor of the machine under test.
    await pause(20);
  }
}

function publish({ publisherKey: key, url, tenant }, note) {
  const of = { external_ref: 'user_456', is_sandbox: false, note };
  const events = Array.from({ length: EVENTS }, (_, n) => ({
    tenant_id: tenant,
    type: 'session.created',
    data: { session_id: `session_${Date.now()}_${n}`, ...of },
  }));
  return call({ key, url }, 'POST', '/v1/events/batch', { events });
}

function count(what) {
  now.statuses[what] = (now.statuses[what] ?? 0) + 1;
}

/** Resolves when the answer was taken as a whole, without looking at it. */
function call({ url, key }, method, path, body) {
  return new Promise((resolve, reject) => {
    const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/json' };
    const sent = request(url + path, { method, headers }, (response) => {
      count(response.statusCode);
      response.resume().once('close', resolve);
    });
    sent.once('error', reject).end(body && JSON.stringify(body));
  });
}

async function readStream({ url, key, tenant }) {
  const address = `${url.replace('http', 'ws')}/v1/tenants/${tenant}/stream?cursor=earliest`;
  const socket = new WebSocket(address, { headers: { authorization: `Bearer ${key}` } });
  socket.on('error', () => count('refused streams'));
  const closed = new Promise((resolve) => socket.once('close', resolve));
  socket.once('message', () => {
    count('streams');
    setTimeout(() => socket.terminate(), STREAM_MS);
  });
  await closed;
}

async function listen(handler) {
  const server = createServer((incoming, response) => {
    incoming.resume().once('end', () => handler(incoming, response));
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  return server.address().port;
}
