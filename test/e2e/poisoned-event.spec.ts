import { Client } from 'pg';
import { beforeAll, describe, expect, it } from 'vitest';
import {
  aSession,
  createReceivingTenant,
  eventually,
  readEvent,
  useLab,
} from '../support/app/index.js';
import type { Postrider, Published, Tenant } from '../support/app/index.js';
import type { Receiver } from '../support/receiver.js';

const lab = useLab();

/** What a trigger may raise: data, constraint, serialization and procedural errors. */
const POISON = `
CREATE FUNCTION refuse_poison() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.type = 'session.expired' THEN
    RAISE EXCEPTION 'poison' USING ERRCODE = 'data_exception';
  ELSIF NEW.type = 'session.redacted' THEN
    RAISE EXCEPTION 'poison' USING ERRCODE = 'check_violation';
  ELSIF NEW.type = 'session.retention-expired' THEN
    RAISE EXCEPTION 'poison';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER refuse_poison BEFORE INSERT ON events FOR EACH ROW EXECUTE FUNCTION refuse_poison()`;

const POISONED = ['session.expired', 'session.redacted', 'session.retention-expired'];

describe('an event that the database refuses', () => {
  let app: Postrider;
  let tenant: Tenant;
  let receiver: Receiver;

  beforeAll(async () => {
    const databaseUrl = await lab.database();
    const client = new Client({ connectionString: databaseUrl });
    await client.connect();
    await client.query(POISON);
    await client.end();
    app = await lab.postrider({ databaseUrl });
    receiver = await lab.receiver();
    ({ tenant } = await createReceivingTenant(app, { url: receiver.url }));
  });

  it.each(POISONED)('fails alone in a batch (%s)', async (type) => {
    const place = 17;
    const earlier = receiver.requests.length;
    const events = Array.from({ length: 40 }, (_, index) => ({
      tenant_id: tenant.id,
      ...aSession(index === place ? type : 'session.created'),
    }));
    const { results } = await app.ok<{ results: (Published & { status: number })[] }>(
      'POST',
      '/v1/events/batch',
      { events },
    );
    expect(results.map(({ status }) => status)).toEqual(
      events.map((_, index) => (index === place ? 422 : 202)),
    );
    expect(results[place]).toMatchObject({ code: 'not_storable' });
    const ids = results.flatMap(({ id }) => id ?? []);
    expect(new Set(ids).size).toBe(events.length - 1);
    const requests = await receiver.waitFor(earlier + ids.length, 30_000);
    const received = requests.slice(earlier).map(({ headers }) => String(headers['webhook-id']));
    expect(received.sort()).toEqual(ids.sort());
  });

  it('fails alone among single publishes that share its commit', async () => {
    const answers = await Promise.all(
      Array.from({ length: 40 }, async (_, index) => {
        const event = aSession(index % 10 === 3 ? 'session.expired' : 'session.started');
        const body = { tenant_id: tenant.id, ...event };
        const answer = await app.api<Published>('POST', '/v1/events', body);
        return { type: event.type, status: answer.status, id: answer.body.id };
      }),
    );
    expect(answers.map(({ status }) => status)).toEqual(
      answers.map(({ type }) => (type === 'session.expired' ? 422 : 202)),
    );
    const kept = answers.filter(({ status }) => status === 202);
    await eventually(async () => {
      for (const { id } of kept) {
        const { deliveries } = await readEvent(app, tenant.id, id);
        expect(deliveries.map(({ status }) => status)).toEqual(['succeeded']);
      }
    });
  });
});
