import { createHmac } from 'node:crypto';
import { serve } from './serve.js';
import type { Post, Reply, Served } from './serve.js';

interface QoreidEvent {
  event: string;
  event_type: string;
  data: {
    id: number;
    /** Of a step of a workflow. */
    step?: string;
    status?: { status: string };
  };
}

interface VerificationRequest {
  event: string;
  state: 'started' | 'completed';
  outcome?: string;
  steps: Record<string, string>;
}

/** A tenant's application that follows verification requests, by that provider's sample code. */
export interface QoreidReceiver extends Served {
  db: Record<string, VerificationRequest>;
  unknown: string[];
}

export async function startQoreidReceiver(secret: string): Promise<QoreidReceiver> {
  const db: QoreidReceiver['db'] = {};
  const unknown: string[] = [];

  function react({ event, event_type, data }: QoreidEvent): void {
    const request = (db[data.id] ??= { event, state: 'started', steps: {} });
    const outcome = data.status?.status ?? 'pending';
    switch (event_type) {
      case 'verification_started':
        break;
      case 'verification_completed':
        Object.assign(request, { state: 'completed', outcome });
        break;
      case 'step_verification_started':
      case 'step_verification_completed':
        request.steps[data.step ?? ''] = outcome;
        break;
      default:
        unknown.push(`${event}.${event_type}`);
    }
  }

  const served = await serve(({ headers, body: text }: Post): Reply => {
    // A framework has parsed the body by now; the sample signs what it prints of it.
    const body = JSON.parse(text) as QoreidEvent;
    const hash = createHmac('sha512', secret).update(JSON.stringify(body)).digest('hex');
    if (hash !== headers['x-verifyme-signature']) return { status: 401, body: 'bad signature' };
    react(body);
    return { status: 200 };
  });
  return { ...served, db, unknown };
}
