import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startInspectionApi } from './inspection-api.js';
import type { Answer, Call, InspectionApi } from './inspection-api.js';

const NAME = 'Erika Müstermann';
const NOTE = 'wears a red hat';
const BORN = '1964-08-12';
const PLANTED = [NAME, NOTE, BORN];
const DATA = {
  session_id: 'session_masked',
  external_ref: 'user_77',
  status: 'approved',
  is_sandbox: false,
  result: { age_check_passed: true, extracted_data: { first_name: NAME, date_of_birth: BORN } },
  remark: NOTE,
};
const MASKED_DATA = {
  ...DATA,
  result: { age_check_passed: true, extracted_data: '[masked]' },
  remark: '[masked]',
};
const REGISTERED = {
  type: 'acme.signup',
  description: 'A person signed up.',
  schema: {
    type: 'object',
    properties: {
      email: { type: 'string', 'x-subject': true, 'x-personal': true },
      plan: { type: 'string' },
    },
  },
  example: { email: 'a@example.com', plan: 'free' },
};

describe('personal data', () => {
  let api: InspectionApi;
  let tenant: string;
  let support: Call;
  let owner: Call;
  let event: string;
  let delivery: string;

  beforeAll(async () => {
    api = await startInspectionApi();
    tenant = await api.createTenant({ external_id: 'acme' });
    support = await api.createKey('support');
    owner = await api.createKey('tenant', tenant);
    await api.createEndpoint(tenant);
    event = await api.publish(tenant, DATA, 'session.approved');
    [delivery = ''] = await api.deliveriesOf(tenant, event);
  });
  afterAll(() => api.close());

  const of = (path: string): string => `/v1/tenants/${tenant}/${path}`;
  const expectNone = ({ text }: Answer, planted = PLANTED): void => {
    for (const value of planted) expect(text).not.toContain(value);
  };
  /** The newest reveal on record. */
  const lastAudit = async (): Promise<unknown> => {
    const entries = (await owner('GET', of('audit'))).body['data'] as { action: string }[];
    return entries.filter(({ action }) => action.endsWith('.revealed')).slice(0, 1);
  };

  it('is masked for support in an event, its formats and its subject, and for no other role', async () => {
    const paths = [
      of(`events/${event}`),
      ...['envelope', 'flat', 'topic', 'cloudevents'].map((f) => of(`events/${event}?format=${f}`)),
      of('subjects/session_masked'),
      of('events'),
      `/v1/search?q=session_masked`,
    ];
    for (const path of paths) {
      const answer = await support('GET', path);
      expect(answer.status).toBe(200);
      expectNone(answer);
    }
    const { body } = await support('GET', of(`events/${event}`));
    expect(body).toMatchObject({ data: MASKED_DATA, subject: 'session_masked' });
    const subject = await support('GET', of('subjects/session_masked'));
    expect(subject.body['latest']).toMatchObject({ data: MASKED_DATA });
    await support('GET', of('subjects/session_of_a_guess'));
    const looks = (await owner('GET', of('audit?action=events.searched'))).body['data'] as object[];
    expect(looks.length).toBeGreaterThanOrEqual(2);
    for (const reader of [owner, api.admin]) {
      expect((await reader('GET', of(`events/${event}`))).body['data']).toEqual(DATA);
    }
  });

  it('is masked in a subject that repeats it, wherever the event is shown', async () => {
    const name = 'Wilhelmina Repeated';
    const data = { ...DATA, remark: name };
    const { body } = await api.admin('POST', '/v1/events', {
      tenant_id: tenant,
      type: 'session.approved',
      data,
      subject: `of ${name}`,
    });
    const id = String(body['id']);
    const paths = [
      of(`events/${id}`),
      of('events'),
      ...['flat', 'cloudevents'].map((format) => of(`events/${id}?format=${format}`)),
      `/v1/search?q=${id}`,
    ];
    for (const path of paths) {
      const answer = await support('GET', path);
      expect([path, answer.status, answer.text.includes(name)]).toEqual([path, 200, false]);
    }
    const shown = await owner('GET', of('events'));
    expect(shown.text).toContain(`of ${name}`);
  });

  it('is masked where it is the subject of a registered type', async () => {
    await api.admin('POST', '/v1/event-types', REGISTERED);
    const data = { email: 'erika@example.com', plan: 'pro', age: 60 };
    const id = await api.publish(tenant, data, 'acme.signup');
    for (const path of [of(`events/${id}`), of('events?type=acme.signup')]) {
      expectNone(await support('GET', path), ['erika@example.com']);
    }
    const { body } = await support('GET', of(`events/${id}`));
    expect(body).toMatchObject({
      data: { email: '[masked]', plan: 'pro', age: '[masked]' },
      subject: '[masked]',
    });
  });

  it.each([
    ['in words', `we know ${NAME}, ${NOTE}`],
    ['as JSON', JSON.stringify({ got: JSON.stringify(DATA) })],
    ['in a URL', encodeURIComponent(NAME)],
    ['as base64', Buffer.from(JSON.stringify(DATA)).toString('base64')],
    ['compressed', gzipSync(JSON.stringify(DATA))],
  ])('is masked for support where a receiver repeats it %s', async (_, echo) => {
    const id = await api.publish(tenant, DATA, 'session.approved');
    const [one = ''] = await api.deliveriesOf(tenant, id);
    await api.attempt(one, 400, echo);
    const forms = [
      ...PLANTED,
      encodeURIComponent(NAME),
      Buffer.from(NAME).toString('base64').slice(4, 12),
      Buffer.from(gzipSync(JSON.stringify(DATA)))
        .toString('base64')
        .slice(20, 40),
    ];
    for (const path of [`deliveries/${one}`, `deliveries/${one}/attempts`, `events/${id}`]) {
      const answer = await support('GET', of(path));
      expect(answer.text).toContain('[masked]');
      expectNone(answer, forms);
      const whole = await owner('GET', of(path));
      expect(whole.text).not.toContain('[masked]');
    }
    const retried = await support('POST', of(`deliveries/${one}/retry`));
    expect(retried.status).toBe(202);
    expectNone(retried, forms);
    expect(retried.text).not.toMatch(/"body_hash":"/);
  });

  it('keeps what a receiver says otherwise', async () => {
    await api.attempt(delivery, 400, '{"error":"unknown customer"}');
    const { text } = await support('GET', of(`deliveries/${delivery}`));
    expect(text).toContain('unknown customer');
  });

  it('leaves nothing of an answer whose event is gone', async () => {
    const id = await api.publish(tenant, DATA, 'session.approved');
    const [one = ''] = await api.deliveriesOf(tenant, id);
    await api.attempt(one, 400, 'unknown customer');
    expect((await support('GET', of(`deliveries/${one}`))).text).toContain('unknown customer');
    await api.sql.query('DELETE FROM event_bodies');
    expect((await support('GET', of(`deliveries/${one}`))).text).not.toContain('unknown customer');
  });

  it('is masked in a refused publish, whatever is wrong with it', async () => {
    const bodies = [
      { tenant_id: tenant, type: 'session.approved', data: { ...DATA, status: NAME } },
      { tenant_id: tenant, type: 'session.unknown', data: DATA },
      { tenant_id: tenant, type: 'session.created', data: DATA, name: NAME, subject: NOTE },
    ];
    for (const body of bodies)
      expect((await api.admin('POST', '/v1/events', body)).status).toBe(422);
    const list = await support('GET', '/v1/rejected');
    expectNone(list);
    const ids = (list.body['data'] as { id: string }[]).map(({ id }) => id);
    expect(ids).toHaveLength(bodies.length);
    for (const id of ids) {
      const answer = await support('GET', `/v1/rejected/${id}`);
      expect(answer.text).toContain('[masked]');
      expectNone(answer);
      expectNone(await support('GET', `/v1/search?q=${id}`));
    }
    const [id = ''] = ids;
    expect((await owner('POST', `/v1/rejected/${id}/reveal`, { reason: 'x' })).status).toBe(403);
    const revealed = await support('POST', `/v1/rejected/${id}/reveal`, { reason: 'ticket 8' });
    expect(revealed.body['body']).toEqual(bodies[2]);
    expect(await lastAudit()).toMatchObject([
      {
        action: 'rejected_publish.revealed',
        target: id,
        role: 'support',
        details: { reason: 'ticket 8' },
      },
    ]);
  });

  it('is revealed once, for a reason that the tenant reads', async () => {
    const id = await api.publish(tenant, DATA, 'session.approved');
    const path = of(`events/${id}/reveal`);
    expect((await support('POST', path)).status).toBe(422);
    expect((await (await api.createKey('viewer', tenant))('POST', path, {})).status).toBe(403);
    const { status, body } = await support('POST', path, { reason: 'ticket 7' });
    expect([status, body['data']]).toEqual([200, DATA]);
    expect(await lastAudit()).toMatchObject([
      { action: 'event.revealed', target: id, role: 'support', details: { reason: 'ticket 7' } },
    ]);
    expectNone(await support('GET', of(`events/${id}`)));
  });

  describe('of a confidential type', () => {
    const HIT = { subject_id: 'sub_secret_1', list: 'OFAC', score: 0.97 };
    let hit: string;

    beforeAll(async () => {
      hit = await api.publish(tenant, HIT, 'kyc.watchlist.match_detected');
    });

    it('is masked as a whole for support', async () => {
      const { body, text } = await support('GET', of(`events/${hit}`));
      expect(body).toMatchObject({ data: '[masked]', subject: '[masked]', external_ref: null });
      expect(text).not.toMatch(/sub_secret_1|OFAC|score/);
      for (const path of ['events', `events/${hit}?format=flat`, 'subjects/sub_secret_1']) {
        const answer = await support('GET', of(path));
        expect(answer.status).toBe(200);
        expect(answer.text.replace('"subject":"sub_secret_1"', '')).not.toMatch(/sub_secret|OFAC/);
      }
      expect((await owner('GET', of(`events/${hit}`))).body['data']).toEqual(HIT);
    });

    it('is masked in what its receivers answer', async () => {
      const [one = ''] = await api.deliveriesOf(tenant, hit);
      await api.attempt(one, 400, 'no such entry');
      expect((await support('GET', of(`deliveries/${one}`))).text).not.toContain('no such entry');
    });
  });
});
