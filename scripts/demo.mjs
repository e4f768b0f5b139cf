// `npm run demo`: the main job in a terminal. Starts Postrider and a receiver that is down at first,
// publishes, and shows how every event arrives all the same. Leaves nothing behind.
import { setTimeout as sleep } from 'node:timers/promises';
import { ensureBuilt, orExit } from './build.mjs';
import { createApi } from './demo/api.mjs';
import { createFollower } from './demo/follow.mjs';
import { printRecord } from './demo/print-record.mjs';
import { startProduct } from './demo/product.mjs';
import { startReceiver } from './demo/receiver.mjs';
import { ENDPOINTS, STEPS, TENANT } from './demo/scenario.mjs';
import { createScreen } from './demo/screen.mjs';

const RETRY_SCHEDULE = '2,4,8';
const DOWN_MS = 3_000;
const STEP_MS = 1_200;
const DEADLINE_MS = 45_000;

const tenant = TENANT.external_id;
const screen = createScreen(process.stdout, process.env);
const interrupted = new AbortController();
for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(name, () => interrupted.abort());
// The reader of the pipe, such as `head`, has ended.
process.stdout.on('error', () => interrupted.abort());

const { main } = await orExit(ensureBuilt());
const closers = [];
try {
  process.exitCode = await run();
} catch (error) {
  screen.clearStatus();
  if (!interrupted.signal.aborted) console.error(error.message);
  process.exitCode = interrupted.signal.aborted ? 130 : 1;
} finally {
  for (const close of closers.toReversed()) await close();
}

async function run() {
  const { signal } = interrupted;
  const { line, bold, dim } = screen;
  line();
  line(
    `  ${bold('Postrider')}  ${dim('an event published is an event delivered, signed, retried and on record')}`,
  );
  line();
  screen.status(dim('  starting, with a PostgreSQL of its own …'));
  const receiver = await startReceiver({ downMs: DOWN_MS });
  closers.push(receiver.close);
  const product = await startProduct({ main, retrySchedule: RETRY_SCHEDULE, signal });
  closers.push(product.stop);
  screen.clearStatus();
  const api = createApi({ url: product.url, key: product.adminKey, signal });
  const names = await setUp(api, receiver);
  introduce(product, receiver);

  const nameOf = (endpointId) => names.get(endpointId) ?? endpointId;
  const follower = createFollower({ api, tenant, receiver, screen, nameOf, signal });
  screen.startClock();
  const startedAtMs = Date.now();
  const deadlineAtMs = startedAtMs + DEADLINE_MS;
  for (const { events } of STEPS) {
    await publish(api, follower, events);
    const nextStepAtMs = Date.now() + STEP_MS;
    await follower.until(() => Date.now() >= nextStepAtMs);
    await sleep(Math.max(0, nextStepAtMs - Date.now()), undefined, { signal });
  }
  const open = await follower.until(() => Date.now() >= deadlineAtMs);
  const tookMs = Date.now() - startedAtMs;
  screen.clearStatus();
  line();
  printRecord({ screen, record: mostTried(follower.records), nameOf, tenant });
  line();
  return conclude({ records: [...follower.records.values()], receiver, open, tookMs });
}

/** Gives the name of each endpoint by its id. */
async function setUp(api, receiver) {
  await api.post('/v1/tenants', TENANT);
  const names = new Map();
  for (const { name, ...wanted } of ENDPOINTS) {
    const path = `/v1/tenants/${tenant}/endpoints`;
    const { id } = await api.post(path, { url: `${receiver.url}/${name}`, ...wanted });
    const { secret } = await api.get(`${path}/${id}/secret`);
    receiver.trust(name, secret);
    names.set(id, name);
  }
  return names;
}

function introduce(product, receiver) {
  const { line, pad, dim, cyan } = screen;
  const row = (name, value) => line(`  ${pad(dim(name), 10)} ${value}`);
  row('API', `${product.url}  ${dim('embedded PostgreSQL, no other service')}`);
  row('Receiver', `${receiver.url}  ${dim(`crm answers 500 for its first ${DOWN_MS / 1000} s`)}`);
  row('Retries', `after ${RETRY_SCHEDULE.split(',').join(' s, ')} s  ${dim('each ±20 %')}`);
  ENDPOINTS.forEach(({ name, format, event_types: types }, index) => {
    const wants = dim(types ? types.join(', ') : 'every event');
    row(index === 0 ? 'Endpoints' : '', `${pad(cyan(name), 7)} ${pad(format, 9)} ${wants}`);
  });
  line();
}

async function publish(api, follower, events) {
  const batch = events.map((event) => ({ tenant_id: tenant, ...event }));
  const { results } = await api.post('/v1/events/batch', { events: batch });
  const refused = results.find(({ status }) => status !== 202);
  if (refused) throw new Error(`An event was refused: ${JSON.stringify(refused)}`);
  const types = [...new Set(events.map(({ type }) => type))];
  const count = types.length === 1 ? ` × ${events.length}` : '';
  const { bold, dim, marks, pad } = screen;
  screen.timed(
    `${pad(marks.out, 2)} ${bold(`publish ${types.join(', ')}${count}`)}  ${dim('one commit, then 202')}`,
  );
  for (const { id } of results) follower.watch(id);
}

function mostTried(records) {
  const tries = ({ deliveries }) =>
    Math.max(...deliveries.map((delivery) => delivery.attempt_count));
  return [...records.values()].reduce((most, record) =>
    tries(record) > tries(most) ? record : most,
  );
}

/** Says how it went; gives the exit status. */
function conclude({ records, receiver, open, tookMs }) {
  const { line, bold, green, red } = screen;
  const deliveries = records.flatMap((record) => record.deliveries);
  const attempts = deliveries.flatMap(({ id, attempts: all }) =>
    all.map((attempt) => ({ ...attempt, deliveryId: id })),
  );
  const failed = attempts.filter(({ error }) => error !== null).length;
  const arrived = deliveries.filter(({ status }) => status === 'succeeded').length;
  const wrong = attempts.filter(
    ({ deliveryId, number }) => receiver.find(deliveryId, number)?.verified.length !== 2,
  ).length;
  const isGood = open.length === 0 && arrived === deliveries.length && wrong === 0;
  const verdict = isGood
    ? green('Everything arrived, every signature was right.')
    : red(`Not delivered: ${deliveries.length - arrived}. Not signed as they should be: ${wrong}.`);
  const count = `${records.length} events, ${deliveries.length} deliveries, ${attempts.length} attempts (${failed} failed)`;
  line(`  ${bold(verdict)}  ${count} in ${(tookMs / 1000).toFixed(1)} s.`);
  line();
  return isGood ? 0 : 1;
}
