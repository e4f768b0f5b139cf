import type { Schemas } from '../../api/client';
import type { Tone } from '../../components/status-badge';

type Delivery = Schemas['Delivery'];

export interface StatusWords {
  tone: Tone;
  /** Where the delivery stands, as a sentence. */
  title: string;
}

/** Where a delivery stands, in words. Times and the reason are shown beside it. */
export function statusInWords(delivery: Delivery): StatusWords {
  const { attempt_count: count, endpoint_host: host, recipient } = delivery;
  const receiver = recipient ?? host ?? 'the receiver';
  const times = count === 1 ? '1 attempt' : `${count} attempts`;
  const words: Record<Delivery['status'], StatusWords> = {
    succeeded: { tone: 'good', title: `Delivered to ${receiver} after ${times}.` },
    failed: { tone: 'bad', title: `Not delivered to ${receiver}: given up after ${times}.` },
    held: { tone: 'warn', title: `Kept, not sent to ${receiver}.` },
    skipped: { tone: 'idle', title: 'Skipped by hand: it is not sent any more.' },
    cancelled: { tone: 'idle', title: 'Cancelled: it is not sent any more.' },
    pending: whilePending(delivery, receiver),
  };
  return words[delivery.status];
}

function whilePending(delivery: Delivery, receiver: string): StatusWords {
  const { in_flight: inFlight, attempt_count: count, max_attempts: most } = delivery;
  if (inFlight) return { tone: 'info', title: `An attempt to ${receiver} is under way.` };
  if (count === 0) return { tone: 'info', title: `Not sent to ${receiver} yet.` };
  return { tone: 'warn', title: `Not delivered yet: ${count} of ${most} attempts failed.` };
}

/** Whether "Retry now" may be asked for. The API decides; this keeps a button from promising in vain. */
export function canRetry({ in_flight: inFlight }: Delivery): boolean {
  return !inFlight;
}

export function canSkip({ status, in_flight: inFlight }: Delivery): boolean {
  return !inFlight && (status === 'pending' || status === 'held' || status === 'failed');
}

/** Milliseconds until it should be read again; false where nothing more is expected. */
export function renewalOf(delivery: Delivery | undefined, now: number): number | false {
  if (delivery === undefined || delivery.status !== 'pending') return false;
  const { next_attempt_at: next, in_flight: inFlight } = delivery;
  const isSoon = next !== null && new Date(next).getTime() - now < 30_000;
  return inFlight || isSoon ? 2000 : 15_000;
}
