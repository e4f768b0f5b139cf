import type { EntityManager } from 'typeorm';
import type { LiveCatalogue } from '../catalogue/index.js';
import { AppError } from '../common/index.js';
import { byteaArray } from '../database/index.js';
import { FORGET_BODIES, FORGET_FINGERPRINTS, FORGET_REFS } from '../events/index.js';
import type { EventContents, OutgoingEvent } from '../events/index.js';
import { minimisedData } from '../formats/index.js';
import { eraseAnswers } from '../idempotency/index.js';
import {
  FIND_UNSENT,
  FORGET_EXCHANGES,
  FORGET_HASHES,
  LEAVE_SETTLED,
  MARK_MINIMISED,
} from '../queue/index.js';
import { EMPTY_EVENTS, NOTE_ERASED, REPLACE_BODIES } from './erasure.query.js';

interface TypedEvent {
  id: string;
  type: string;
}

interface Erasing {
  contents: EventContents;
  catalogue: Pick<LiveCatalogue, 'get'>;
  tenantId: string;
  erasureId: string;
}

/** What was removed, by table, and how many deliveries go out minimised. */
export type Counts = Record<string, number>;

/**
 * Takes the content of events away, in the order of their ids, for good. An event that an endpoint has not got yet
 * keeps a minimised body, from which it is sent.
 */
export async function eraseEvents(
  manager: EntityManager,
  events: readonly TypedEvent[],
  erasing: Erasing,
): Promise<Counts> {
  const ids = events.map(({ id }) => id);
  const counts: Counts = { events: ids.length };
  const run = async (name: string, text: string, values: unknown[]): Promise<void> => {
    const [, rows] = await manager.query<[unknown, number]>(text, values);
    counts[name] = rows;
  };
  await manager.query(LEAVE_SETTLED, [ids]);
  const unsent = await manager.query<{ event_id: string }[]>(FIND_UNSENT, [ids]);
  const kept = new Set(unsent.map(({ event_id }) => event_id));
  const minimised = await minimise(
    events.filter(({ id }) => kept.has(id)),
    erasing,
  );
  const labels = new Map(minimised.map(({ id, labels: sealed }) => [id, sealed]));
  const bodies = byteaArray(minimised.map(({ data }) => data));
  await manager.query(REPLACE_BODIES, [[...labels.keys()], bodies]);
  await run('deliveries_minimised', MARK_MINIMISED, [[...labels.keys()]]);
  await run('event_bodies', FORGET_BODIES, [ids.filter((id) => !labels.has(id))]);
  await run('event_refs', FORGET_REFS, [ids]);
  await run('attempt_bodies', FORGET_EXCHANGES, [ids]);
  await manager.query(FORGET_HASHES, [ids]);
  await manager.query(FORGET_FINGERPRINTS, [ids]);
  await manager.query(EMPTY_EVENTS, [ids, byteaArray(ids.map((id) => labels.get(id) ?? null))]);
  await eraseAnswers(manager, erasing.tenantId);
  await manager.query(NOTE_ERASED, [ids, erasing.erasureId]);
  return counts;
}

interface Minimised {
  id: string;
  data: Buffer;
  labels: Buffer;
}

/** Seals the minimised content of events; one whose body is not stored is not in the result. */
async function minimise(
  events: readonly TypedEvent[],
  { contents, catalogue, tenantId }: Erasing,
): Promise<Minimised[]> {
  const minimised: Minimised[] = [];
  for (const { id, type } of events) {
    const event = await load(contents, id);
    if (event === undefined || event === 'redacted') continue;
    const dataJson = minimisedData(catalogue.get(type), event.dataJson);
    const labels = {
      subject: null,
      external_ref: null,
      ...(event.withoutHeaders && { without_headers: true as const }),
    };
    minimised.push({ id, ...(await contents.seal(tenantId, { id, dataJson, labels })) });
  }
  return minimised;
}

/** A body that is damaged cannot be sent, and goes like one that is not waited for. */
async function load(
  contents: EventContents,
  id: string,
): Promise<OutgoingEvent | 'redacted' | undefined> {
  try {
    return (await contents.load([id])).get(id);
  } catch (error) {
    if (error instanceof AppError && error.code === 'sealed_data_damaged') return undefined;
    throw error;
  }
}
