import { createHmac, timingSafeEqual } from 'node:crypto';
import { serve } from './serve.js';
import type { Post, Reply, Served } from './serve.js';

/** What this receiver reads of an event; which fields are there depends on the event. */
interface VerifaEvent {
  event: string;
  idempotency_key: string;
  session_id: string;
  external_ref: string;
  identity_id?: string | null;
  rejection_reason?: string | null;
  result?: { extracted_data?: Record<string, string> };
  check_id: string;
  check_type: string;
  hit_count: number;
  new_hit_count: number;
  max_new_score: number;
  hit_types?: string[];
  monitor_run_id: string;
}

interface VerifaUser {
  verified?: boolean;
  identityId?: string | null;
  firstName?: string;
  lastName?: string;
  dateOfBirth?: string;
  verificationStatus?: string;
  accountStatus?: string;
}

/** A tenant's application that handles events as that provider's tutorial does. */
export interface VerifaReceiver extends Served {
  db: {
    users: Record<string, VerifaUser>;
    complianceFlags: unknown[];
    complianceAlerts: unknown[];
  };
  emails: unknown[];
  slack: string[];
  /** Every event that was handled, in order. */
  log: string[];
  unhandled: string[];
  /** Moves its clock. */
  advance(seconds: number): void;
}

const TOLERANCE_SECONDS = 300;

export async function startVerifaReceiver(secret: string): Promise<VerifaReceiver> {
  const db: VerifaReceiver['db'] = { users: {}, complianceFlags: [], complianceAlerts: [] };
  const emails: unknown[] = [];
  const slack: string[] = [];
  const log: string[] = [];
  const unhandled: string[] = [];
  const processed = new Set<string>();
  let aheadSeconds = 0;

  const update = (externalRef: string, fields: VerifaUser): void => {
    db.users[externalRef] = { ...db.users[externalRef], ...fields };
  };

  function handleEvent(event: VerifaEvent): void {
    switch (event.event) {
      case 'session.approved': {
        const { external_ref, identity_id, result } = event;
        update(external_ref, {
          verified: true,
          verificationStatus: 'approved',
          ...(identity_id !== undefined && { identityId: identity_id }),
        });
        if (result?.extracted_data) {
          const { first_name, last_name, date_of_birth } = result.extracted_data;
          update(external_ref, {
            ...(first_name !== undefined && { firstName: first_name }),
            ...(last_name !== undefined && { lastName: last_name }),
            ...(date_of_birth !== undefined && { dateOfBirth: date_of_birth }),
          });
        }
        emails.push([external_ref, 'verification_approved']);
        break;
      }
      case 'session.declined': {
        update(event.external_ref, { verificationStatus: 'rejected' });
        const reason = event.rejection_reason ?? null;
        emails.push([event.external_ref, 'verification_declined', { reason }]);
        break;
      }
      case 'session.requires-review':
        update(event.external_ref, { verificationStatus: 'pending_review' });
        slack.push(`Session ${event.session_id} needs manual review`);
        break;
      case 'session.expired':
        emails.push([event.external_ref, 'verification_reminder']);
        break;
      case 'check.matched':
        db.complianceFlags.push({
          userId: event.external_ref,
          checkId: event.check_id,
          checkType: event.check_type,
          hitCount: event.hit_count,
        });
        slack.push(`AML ${event.check_type} match: ${event.hit_count} hit(s)`);
        break;
      case 'check.monitoring.new_hits':
        db.complianceAlerts.push({
          userId: event.external_ref,
          alertType: 'monitoring_hit',
          newHitCount: event.new_hit_count,
          maxScore: event.max_new_score,
          hitTypes: event.hit_types,
          monitorRunId: event.monitor_run_id,
        });
        if (event.hit_types?.includes('sanction') === true) {
          update(event.external_ref, { accountStatus: 'restricted' });
        }
        break;
      default:
        unhandled.push(event.event);
    }
  }

  function receive({ headers, body }: Post): Reply {
    const nowSeconds = Math.floor(Date.now() / 1000) + aheadSeconds;
    if (!isGenuine(String(headers['x-verifa-signature']), body, { secret, nowSeconds })) {
      return { status: 401, body: 'bad signature' };
    }
    const event = JSON.parse(body) as VerifaEvent;
    if (processed.has(event.idempotency_key)) return { status: 200 };
    log.push(event.event);
    handleEvent(event);
    processed.add(event.idempotency_key);
    return { status: 200 };
  }

  const served = await serve(receive);
  const advance = (seconds: number): void => {
    aheadSeconds += seconds;
  };
  return { ...served, db, emails, slack, log, unhandled, advance };
}

/** `t=<unix>,v1=<hex>`: HMAC-SHA256 of `t.body`, not older than the tolerance. */
function isGenuine(
  value: string,
  body: string,
  { secret, nowSeconds }: { secret: string; nowSeconds: number },
): boolean {
  const parts = value.split(',').map((part) => part.split('='));
  const time = parts.find(([name]) => name === 't')?.[1] ?? '';
  if (Math.abs(nowSeconds - Number(time)) > TOLERANCE_SECONDS) return false;
  const expected = createHmac('sha256', secret).update(`${time}.${body}`).digest();
  return parts.some(([name, hex = '']) => {
    const given = Buffer.from(hex, 'hex');
    return name === 'v1' && given.length === expected.length && timingSafeEqual(given, expected);
  });
}
