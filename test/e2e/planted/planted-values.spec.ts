import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { eventually, publish, useLab } from '../../support/app/index.js';
import type { Postrider } from '../../support/app/index.js';
import { startMailServer } from '../../support/mail-server.js';
import type { MailServer } from '../../support/mail-server.js';
import { startSlack } from '../../support/slack/slack-stand-in.js';
import type { SlackStandIn } from '../../support/slack/slack-stand-in.js';
import { openStream } from '../../support/stream-client.js';
import type { StreamClient } from '../../support/stream-client.js';
import { dumpDatabase, dumpRedis, findValues, listenToRedis } from './dumps.js';
import type { Dump } from './dumps.js';
import {
  eventAbout,
  FORGETTING,
  NOT_STORED,
  OF_SUBJECTS,
  OF_TENANT,
  plantEvents,
  plantTenant,
} from './plant.js';
import type { Places, Planted } from './plant.js';

const lab = useLab();
const KEYS = `planted:${randomBytes(32).toString('base64')}`;
const ALL = { ...OF_SUBJECTS, ...OF_TENANT, ...NOT_STORED };
const WITHIN_MS = 60_000;

let databaseUrl: string;
let redisUrl: string;
let processes: Postrider[];
let api: Postrider;
let mailServer: MailServer;
let slack: SlackStandIn;
let stream: StreamClient;
let monitor: Awaited<ReturnType<typeof listenToRedis>>;
let planted: Planted;
let places: Places;

/** What the installation has written beside the database, without keys. */
async function written(): Promise<Dump[]> {
  const dumps = [await dumpRedis(redisUrl), monitor.said()];
  for (const [position, process] of processes.entries()) {
    const metrics = await (await fetch(`${process.url}/metrics`)).text();
    dumps.push(
      new Map([
        [`log of process ${position}`, process.output()],
        [`metrics of process ${position}`, metrics],
      ]),
    );
  }
  return dumps;
}

const inClear = async (values: Readonly<Record<string, string>>): Promise<string[]> =>
  findValues(values, [await dumpDatabase(databaseUrl), ...(await written())]);

const withKeys = async (values: Readonly<Record<string, string>>): Promise<string[]> =>
  findValues(values, [await dumpDatabase(databaseUrl, KEYS)]);

/** The names of the values among what was found. */
const namesIn = (found: readonly string[]): Set<string> =>
  new Set(found.map((one) => one.split(' ')[0] ?? ''));

interface Listed {
  id: string;
  status: string;
  reason: string | null;
}

async function deliveriesOf(query: string): Promise<Listed[]> {
  const path = `/v1/tenants/${planted.tenant.id}/deliveries?${query}&limit=100`;
  return (await api.ok<{ data: Listed[] }>('GET', path)).data;
}

/** Gives up what waits or is held, as the tenant may. */
async function settle(): Promise<void> {
  const path = `/v1/tenants/${planted.tenant.id}/deliveries`;
  await eventually(async () => {
    const open = [
      ...(await deliveriesOf('status=pending')),
      ...(await deliveriesOf('status=held')),
    ];
    for (const { id } of open) await api.api('POST', `${path}/${id}/skip`, {}, planted.tenant.key);
    expect(open).toEqual([]);
  }, WITHIN_MS);
}

beforeAll(async () => {
  mailServer = await startMailServer();
  slack = await startSlack();
  const redis = await lab.redis();
  [databaseUrl, redisUrl] = [await lab.database(), redis.url];
  monitor = await listenToRedis(redisUrl);
  const env = {
    ENCRYPTION_KEYS: KEYS,
    SMTP_URL: `smtp://127.0.0.1:${mailServer.port}`,
    MAIL_FROM: 'Planted <planted@postrider.test>',
    PUBLIC_URL: 'https://planted.example.test',
    LOG_LEVEL: 'trace',
    RETRY_SCHEDULE: '3600,3600',
  };
  const shared = { databaseUrl, redisUrl, env };
  api = await lab.postrider({ ...shared, role: 'api' });
  processes = [api, await lab.postrider({ ...shared, role: 'worker' })];
  places = {
    api,
    receiver: await lab.receiver(),
    failing: await lab.receiver(),
    mailServer,
    slackUrl: slack.newHook().split('/').slice(0, -1).join('/'),
  };
  const { tenant, endpoints, keep } = await plantTenant(places);
  stream = await openStream(api.url, tenant.id, tenant.key, { format: 'envelope' });
  await stream.control('ready');
  planted = { tenant, endpoints, ...(await plantEvents(places, { tenant, endpoints })) };
  await keep();
}, 400_000);
afterAll(async () => {
  stream.socket.terminate();
  monitor.close();
  await mailServer.close();
  await slack.close();
});

describe('40 planted values', () => {
  it('went every way: a retry is pending, a digest waits, a replay runs, a stream is open', async () => {
    expect(Object.keys(ALL)).toHaveLength(40);
    const { failing, email, slack: hook, inspector } = planted.endpoints;
    const waiting = { status: 'pending', reason: 'retry_scheduled' };
    await eventually(async () => {
      expect(await deliveriesOf(`endpoint_id=${failing.id}`)).toContainEqual(
        expect.objectContaining(waiting),
      );
      expect(await deliveriesOf(`endpoint_id=${email.id}`)).toEqual(
        expect.arrayContaining([
          expect.objectContaining({ reason: 'waiting_for_digest' }),
          expect.objectContaining({ status: 'succeeded' }),
        ]),
      );
      for (const { id } of [hook, inspector]) {
        expect(await deliveriesOf(`endpoint_id=${id}&status=succeeded`)).not.toEqual([]);
      }
      expect(stream.events().length).toBeGreaterThanOrEqual(planted.events.length);
    }, WITHIN_MS);
    const path = `/v1/tenants/${planted.tenant.id}/replays`;
    const { data } = await api.ok<{ data: { state: string }[] }>('GET', path);
    expect(data).toMatchObject([{ state: 'running' }]);
  });

  it('stand nowhere in clear, and the keys open those that are kept', async () => {
    expect(await inClear(ALL)).toEqual([]);
    const kept = namesIn(await withKeys(ALL));
    const { echoedgzip: _none, statusline: _reason, ...subjects } = OF_SUBJECTS;
    expect([...kept]).toEqual(expect.arrayContaining(Object.keys(subjects)));
    const { removed: _removed, formertoken, formername, ...tenants } = OF_TENANT;
    expect([...kept]).toEqual(expect.arrayContaining(Object.keys(tenants)));
    expect(
      findValues({ formertoken, formername }, [await dumpDatabase(databaseUrl, KEYS)]),
    ).toEqual([]);
    expect(await withKeys(NOT_STORED)).toEqual([]);
  });

  it('about subjects end with them, by each event that forgets and by the route', async () => {
    const { tenant, entities } = planted;
    // From now on no answer repeats a value: what follows an erasure is another story.
    places.failing.answer(503);
    places.receiver.answer(200);
    for (const [position, [type]] of FORGETTING.entries()) {
      await publish(api, tenant, eventAbout(type, entities[position] ?? ''));
    }
    const path = `/v1/tenants/${tenant.id}/subjects/${OF_SUBJECTS.subject}/erase`;
    await api.ok('POST', path, { reason: 'asked for' });
    // What waits goes out with its ids, so that the tenant learns of the decision.
    const { subject: _subject, externalref: _ref, ...personal } = OF_SUBJECTS;
    await eventually(async () => expect(await withKeys(personal)).toEqual([]), WITHIN_MS);
    expect([...namesIn(await withKeys(OF_SUBJECTS))].toSorted()).toEqual([
      'externalref',
      'subject',
    ]);
    places.failing.answer(200);
    await settle();
    await eventually(async () => expect(await withKeys(OF_SUBJECTS)).toEqual([]), WITHIN_MS);
    expect(await inClear(ALL)).toEqual([]);
  });

  it('of the tenant end with the tenant', async () => {
    await api.ok('DELETE', `/v1/tenants/${planted.tenant.id}?now=true`);
    await eventually(async () => {
      expect(await withKeys(ALL)).toEqual([]);
    }, WITHIN_MS);
    expect(await inClear(ALL)).toEqual([]);
  });
});
