import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createReceivingTenant, useLab } from '../../support/app/index.js';
import type { Postrider, Tenant } from '../../support/app/index.js';
import { attemptsOf, publishAndSettle } from './story.js';
import { startVerifaReceiver } from './verifa-receiver.js';
import type { VerifaReceiver } from './verifa-receiver.js';

const lab = useLab();
const SECRET = 'the-secret-of-a-verifa-tenant';

/** Its tutorial asks tenants to subscribe to the types that it handles, and to no other. */
const SUBSCRIBED = ['session.*', 'check.matched', 'check.monitoring.new_hits'];

let app: Postrider;
let receiver: VerifaReceiver;
let tenant: Tenant;

beforeAll(async () => {
  receiver = await startVerifaReceiver(SECRET);
  const env = { RETRY_SCHEDULE: '0.1,0.1,0.1' };
  app = await lab.postrider({ databaseUrl: await lab.database(), env });
  const options = { format: 'flat', signing: ['verifa'], event_types: SUBSCRIBED, secret: SECRET };
  ({ tenant } = await createReceivingTenant(app, { url: receiver.url, ...options }));
});
afterAll(() => receiver.close());

const session = (user: string, more: object = {}) => ({
  session_id: `session_${user}`,
  external_ref: user,
  is_sandbox: false,
  ...more,
});

const decided = (user: string, decision: string) => ({
  case_id: `case_${user}`,
  ...session(user),
  status: decision,
  decision,
});

const check = (user: string, more: object) => ({
  check_id: `check_${user}`,
  check_type: 'sanction',
  ...session(user),
  ...more,
});

const happens = (type: string, data: object) => publishAndSettle(app, tenant, type, data);

describe('a Verifa tenant', () => {
  it('activates a user whose session passed, once, though its answer was lost', async () => {
    receiver.trouble('down');
    const created = await happens('session.created', session('jane'));
    expect(attemptsOf(created)).toEqual([503, 200]);
    await happens('session.started', session('jane'));
    receiver.trouble('answer lost');
    const approved = await happens(
      'session.approved',
      session('jane', {
        status: 'approved',
        identity_id: 'identity_jane',
        result: {
          face_match_passed: true,
          age_check_passed: true,
          extracted_data: { first_name: 'Jane', last_name: 'Doé', date_of_birth: '1990-05-15' },
        },
      }),
    );
    expect(attemptsOf(approved)).toEqual(['reset', 200]);
    expect(receiver.log.filter((event) => event === 'session.approved')).toHaveLength(1);
    expect(receiver.db.users['jane']).toEqual({
      verified: true,
      verificationStatus: 'approved',
      identityId: 'identity_jane',
      firstName: 'Jane',
      lastName: 'Doé',
      dateOfBirth: '1990-05-15',
    });
  });

  it('hears of the session when a reviewer decides the case, in the guaranteed fields', async () => {
    await happens('session.requires-review', session('rob'));
    expect(receiver.db.users['rob']).toEqual({ verificationStatus: 'pending_review' });
    await happens('case.created', { ...decided('rob', 'open'), decision: undefined });
    await happens('case.claimed', { ...decided('rob', 'claimed'), decision: undefined });
    const approved = await happens('case.approved', decided('rob', 'approved'));
    expect(approved.derived).toHaveLength(1);
    expect(receiver.db.users['rob']).toEqual({ verified: true, verificationStatus: 'approved' });

    await happens('case.rejected', decided('mallory', 'rejected'));
    expect(receiver.db.users['mallory']).toEqual({ verificationStatus: 'rejected' });
  });

  it('informs users why they were declined, where a reviewer gave a reason, and reminds others', async () => {
    const reason = 'Document appears to be altered';
    const data = session('eve', { status: 'rejected', rejection_reason: reason });
    await happens('session.declined', data);
    await happens('session.expired', session('late'));
    await happens('session.resubmission-required', session('blurred', { reason: 'too dark' }));
    expect(receiver.emails.slice(-2)).toEqual([
      ['eve', 'verification_declined', { reason }],
      ['late', 'verification_reminder'],
    ]);
  });

  it('flags matches and restricts those who are found on a sanctions list later', async () => {
    const clear = { status: 'clear', has_match: false, hit_count: 0 };
    await happens('check.completed', check('jane', clear));
    const hit = { status: 'hit', has_match: true, hit_count: 2, max_score: 0.8 };
    const completed = await happens('check.completed', check('rob', hit));
    expect(completed.deliveries).toEqual([]);
    const run = { trigger: 'scheduled', hit_sources: ['aml'], providers_used: ['aml'] };
    await happens('check.monitoring.clear', {
      ...check('jane', run),
      monitor_run_id: 'run_1',
      total_hit_count: 0,
    });
    await happens('check.monitoring.new_hits', {
      ...check('rob', run),
      monitor_run_id: 'run_2',
      new_hit_count: 1,
      total_hit_count: 3,
      max_new_score: 0.92,
      hit_types: ['sanction'],
    });
    expect(receiver.db.users['rob']).toMatchObject({ accountStatus: 'restricted' });
    expect(receiver.db.users['jane']).not.toHaveProperty('accountStatus');
  });

  it('ends with this in its database, its mailbox and its log', () => {
    expect(receiver.db).toEqual({
      users: {
        jane: expect.objectContaining({ verified: true, firstName: 'Jane' }) as object,
        rob: { verified: true, verificationStatus: 'approved', accountStatus: 'restricted' },
        mallory: { verificationStatus: 'rejected' },
        eve: { verificationStatus: 'rejected' },
      },
      complianceFlags: [
        { userId: 'rob', checkId: 'check_rob', checkType: 'sanction', hitCount: 2 },
      ],
      complianceAlerts: [
        {
          userId: 'rob',
          alertType: 'monitoring_hit',
          newHitCount: 1,
          maxScore: 0.92,
          hitTypes: ['sanction'],
          monitorRunId: 'run_2',
        },
      ],
    });
    expect(receiver.emails).toEqual([
      ['jane', 'verification_approved'],
      ['rob', 'verification_approved'],
      ['mallory', 'verification_declined', { reason: null }],
      ['eve', 'verification_declined', { reason: 'Document appears to be altered' }],
      ['late', 'verification_reminder'],
    ]);
    expect(receiver.slack).toEqual([
      'Session session_rob needs manual review',
      'AML sanction match: 2 hit(s)',
    ]);
    expect(receiver.log).toEqual([
      'session.created',
      'session.started',
      'session.approved',
      'session.requires-review',
      'session.approved',
      'session.declined',
      'session.declined',
      'session.expired',
      'session.resubmission-required',
      'check.matched',
      'check.monitoring.new_hits',
    ]);
    expect(receiver.unhandled).toEqual([
      'session.created',
      'session.started',
      'session.resubmission-required',
    ]);
  });

  it('takes no POST that is forged, tampered with or older than its tolerance', async () => {
    const [genuine] = receiver.posts;
    const signature = String(genuine?.headers['x-verifa-signature']);
    const body = genuine?.body ?? '';
    const handled = receiver.log.length;
    const post = async (text: string, value: string): Promise<number> => {
      const headers = { 'content-type': 'application/json', 'x-verifa-signature': value };
      return (await fetch(receiver.url, { method: 'POST', headers, body: text })).status;
    };
    expect(await post(body, signature)).toBe(200);
    expect(await post(body.replace('jane', 'eve'), signature)).toBe(401);
    expect(await post(body, signature.replace(/v1=./, 'v1=x'))).toBe(401);
    expect(await post(body, '')).toBe(401);
    receiver.advance(301);
    expect(await post(body, signature)).toBe(401);
    expect(receiver.log).toHaveLength(handled);
  });
});
