import { setTimeout as pause } from 'node:timers/promises';
import type { PreparedEndpoint } from '../channels/index.js';
import { AppError } from '../common/index.js';
import type { OutgoingEvent } from '../events/index.js';
import type { ClaimedDelivery } from '../queue/index.js';
import type { DeliveryInputs } from './plan-requests.js';

/** Reads one input by its id; undefined where it does not exist any more. */
interface Reads {
  event: (id: string) => Promise<OutgoingEvent | 'redacted' | undefined>;
  endpoint: (id: string, version: number) => Promise<PreparedEndpoint | undefined>;
  /** Is called for each input that cannot be read. */
  failed: (error: unknown) => void;
}

/** How long a claim's inputs are tried in all, well within the margin of its lease. */
const READ_TIMEOUT_MS = 2_000;
const PAUSE_MS = 200;

/** Reads the inputs of claims each for itself, so that one that cannot be read does not hold up the others. */
export async function loadOneByOne(
  claims: readonly ClaimedDelivery[],
  { event: readEvent, endpoint: readEndpoint, failed }: Reads,
): Promise<DeliveryInputs> {
  const deadlineMs = performance.now() + READ_TIMEOUT_MS;
  const inputs: DeliveryInputs = { events: new Map(), endpoints: new Map() };
  const wanted = new Map(claims.map((claim) => [claim.endpoint_id, claim.endpoint_version]));
  for (const id of new Set(claims.map((claim) => claim.event_id))) {
    const event = await untilDeadline(deadlineMs, () => readEvent(id), failed);
    if (event) inputs.events.set(id, event);
  }
  for (const [id, version] of wanted) {
    const endpoint = await untilDeadline(deadlineMs, () => readEndpoint(id, version), failed);
    // Its key may be put back: nothing of an endpoint is given up for good.
    if (endpoint) inputs.endpoints.set(id, endpoint === 'damaged' ? 'unavailable' : endpoint);
  }
  return inputs;
}

/** A hiccup of the database must not cost an attempt; a long one must not outlast the leases. */
async function untilDeadline<T>(
  deadlineMs: number,
  read: () => Promise<T | undefined>,
  failed: Reads['failed'],
): Promise<T | undefined | 'damaged' | 'unavailable'> {
  for (;;) {
    try {
      return await read();
    } catch (error) {
      const isDamaged = error instanceof AppError && error.code === 'sealed_data_damaged';
      if (!(error instanceof AppError) && performance.now() < deadlineMs) {
        await pause(PAUSE_MS);
        continue;
      }
      failed(error);
      return isDamaged ? 'damaged' : 'unavailable';
    }
  }
}
