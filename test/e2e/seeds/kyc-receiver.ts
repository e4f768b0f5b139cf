import { createHmac, timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import { serve } from './serve.js';
import type { Post, Reply, Served } from './serve.js';

interface Envelope {
  id: string;
  type: string;
  created: number;
  data: Record<string, unknown>;
}

/** A tenant's application that answers at once and works through a queue of its own. */
export interface KycReceiver extends Served {
  /** Set once the tenant has looked it up. */
  secret: string;
  db: {
    /** How each session stands. */
    sessions: Record<string, string>;
    alerts: [subject: string, alert: string][];
    /** Samples and sandbox sessions, which no user has anything to do with. */
    samples: string[];
  };
  /** Reads the provider's API for what it may have missed, and processes it. */
  poll(events: (path: string) => Promise<unknown>): Promise<number>;
}

const STATES: Record<string, string> = {
  'kyc.session.created': 'created',
  'kyc.session.completed': 'completed',
  'kyc.session.processed': 'processed',
  'kyc.session.approved': 'approved',
  'kyc.session.rejected': 'rejected',
  'kyc.session.manual_review': 'in review',
};

export async function startKycReceiver(): Promise<KycReceiver> {
  const db: KycReceiver['db'] = { sessions: {}, alerts: [], samples: [] };
  const seen = new Set<string>();
  let secret = '';

  function work({ type, data }: Envelope): void {
    const state = STATES[type];
    if (data['is_sandbox'] === true) db.samples.push(type);
    else if (state !== undefined) db.sessions[String(data['session_id'])] = state;
    else if (type === 'kyc.watchlist.match_detected') {
      db.alerts.push([String(data['subject_id']), 'new match']);
    } else if (type === 'kyc.watchlist.status_changed') {
      db.alerts.push([String(data['subject_id']), String(data['status'])]);
    }
  }

  function take(event: Envelope): void {
    if (seen.has(event.id)) return;
    seen.add(event.id);
    // Like a job of a queue: done after the answer.
    setImmediate(() => work(event));
  }

  function receive({ headers, body }: Post): Reply {
    if (!hasSecurityHeaders(headers)) return { status: 400, body: 'headers are missing' };
    if (!isSigned(headers, body, secret)) return { status: 401, body: 'bad signature' };
    const event = JSON.parse(body) as Envelope;
    const agrees =
      event.id === headers['x-webhook-id'] &&
      String(event.created) === headers['x-webhook-timestamp'] &&
      Object.keys(event).join() === 'id,type,created,data';
    if (!agrees) return { status: 400, body: 'not the envelope' };
    take(event);
    return { status: 204 };
  }

  const served = await serve(receive);
  return {
    ...served,
    db,
    get secret() {
      return secret;
    },
    set secret(value) {
      secret = value;
    },
    poll: async (events) => {
      const { data } = (await events('/events')) as { data: { id: string }[] };
      const missed = data.map(({ id }) => id).filter((id) => !seen.has(id));
      // Newest first, and to be processed in the order of what happened.
      for (const id of missed.toReversed()) {
        take((await events(`/events/${id}?format=envelope`)) as Envelope);
      }
      return missed.length;
    },
  };
}

function hasSecurityHeaders(headers: IncomingHttpHeaders): boolean {
  return (
    /^evt_\w+$/.test(String(headers['x-webhook-id'])) &&
    /^\d{10}$/.test(String(headers['x-webhook-timestamp'])) &&
    /^sha256=[0-9a-f]{64}$/.test(String(headers['x-webhook-signature'])) &&
    headers['user-agent'] === 'KYC-Webhooks/1.0' &&
    headers['content-type'] === 'application/json'
  );
}

function isSigned(headers: IncomingHttpHeaders, body: string, secret: string): boolean {
  const expected = `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`;
  return timingSafeEqual(
    Buffer.from(String(headers['x-webhook-signature'])),
    Buffer.from(expected),
  );
}
