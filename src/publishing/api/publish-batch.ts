import type { Principal } from '../../auth/index.js';
import { childPointer, invalid, LoopTurns, MAX_ERRORS, unavailable } from '../../common/index.js';
import type { AppError, Logger } from '../../common/index.js';
import {
  EVENT_LIMITS,
  inspectJson,
  isListAt,
  isObjectAt,
  requireEnd,
  skipSpace,
  toAppError,
  walkList,
  walkObject,
} from '../../http/index.js';
import type { PublishAnswer, ReadPublish } from '../publish-contract.js';
import type { Publisher } from '../publisher.service.js';
import { readPublishPart } from './read-publish.js';
import { BatchResult } from './publish.dto.js';

const MAX_ENTRIES = 500;

/**
 * Returns the entries of a batch, each still to be checked. They are read one by one with turns of the event loop
 * between them. Throws 400 or 422 where the frame around them is wrong: then nothing is published.
 */
export async function readBatch(bytes: unknown): Promise<ReadPublish[]> {
  if (!Buffer.isBuffer(bytes)) throw notAnObject();
  const start = skipSpace(bytes, 0);
  if (!isObjectAt(bytes, start)) {
    inspectJson(bytes, EVENT_LIMITS);
    throw notAnObject();
  }
  const members = walkObject(bytes, start);
  let entries: ReadPublish[] | undefined;
  let member = members.next();
  while (!member.done) {
    const { name, start: at } = member.value;
    if (name !== 'events' || entries) throw unexpected(name);
    if (!isListAt(bytes, at)) throw wrongLength('wrong_length');
    const list = await readEntries(bytes, at);
    entries = list.entries;
    member = members.next(list.end);
  }
  requireEnd(bytes, member.value);
  if (!entries) throw wrongLength('required');
  return entries;
}

async function readEntries(
  bytes: Buffer,
  start: number,
): Promise<{ entries: ReadPublish[]; end: number }> {
  const turns = new LoopTurns();
  const entries: ReadPublish[] = [];
  const parts = walkList(bytes, start, EVENT_LIMITS);
  let part = parts.next();
  for (; !part.done; part = parts.next()) {
    if (entries.length === MAX_ENTRIES) throw wrongLength('wrong_length');
    entries.push(readPublishPart(bytes, part.value));
    if (turns.isUsedUp) await turns.next();
  }
  if (entries.length === 0) throw wrongLength('wrong_length');
  return { entries, end: part.value };
}

/**
 * Leaves `most` errors in all the results together: the first of every refused entry as far as they
 * go, then the second of each, and so on. Whatever is left out, an entry keeps its code and message.
 */
function shareErrors(results: readonly BatchResult[], most: number): BatchResult[] {
  const places = results.flatMap(({ errors = [] }, index) =>
    errors.map((_, round) => ({ index, round })),
  );
  const granted = places.toSorted((a, b) => a.round - b.round).slice(0, most);
  const counts = new Map<number, number>();
  for (const { index, round } of granted) counts.set(index, round + 1);
  return results.map((result, index) =>
    result.errors
      ? Object.assign(new BatchResult(), result, {
          errors: result.errors.slice(0, counts.get(index) ?? 0),
        })
      : result,
  );
}

/** So many entries, or bytes of them, are some milliseconds of work, even where none of their code is compiled yet. */
const TURN = { entries: 5, bytes: 64 * 1024 };

/**
 * Publishes entries side by side, so that they share commits; answers in their order. One that is
 * refused fails alone. Where some could not be stored just now, their entries say 503 beside those
 * that were stored; where none was stored, the whole is a 503. All entries together name `MAX_ERRORS`.
 */
export async function publishBatch(
  publisher: Pick<Publisher, 'prepareBody'>,
  entries: readonly ReadPublish[],
  { principal, logger }: { principal: Principal; logger: Logger },
): Promise<BatchResult[]> {
  const { tenantIds, keyId } = principal;
  const turns = new LoopTurns();
  const prepared: Promise<() => Promise<PublishAnswer>>[] = [];
  let left = { entries: 0, bytes: 0 };
  for (const entry of entries) {
    // Most of an entry's work follows its first `await`, and is done before the next turn.
    if (left.entries <= 0 || left.bytes <= 0) {
      await turns.next();
      left = { ...TURN };
    }
    left.entries -= 1;
    left.bytes -= entry.bytes;
    const store = publisher.prepareBody(entry, tenantIds, { source: 'api', keyId });
    prepared.push(store.catch((error: unknown) => () => Promise.reject(error)));
  }
  const stores = await Promise.all(prepared);
  const answers = stores.map((store) => store());
  const results = await Promise.all(
    answers.map((answer) => answer.then(accepted, (error: unknown) => refused(error, logger))),
  );
  const isAnyStored = results.some(({ status }) => status === 202);
  if (!isAnyStored && results.some(({ status }) => status === 503)) {
    throw unavailable('No event of this batch was stored; publish them again.');
  }
  return shareErrors(results, MAX_ERRORS);
}

const accepted = (answer: PublishAnswer): BatchResult => ({ status: 202, ...answer });

/** Any error is the answer of its entry alone: the entries beside it may be stored. */
function refused(error: unknown, logger: Logger): BatchResult {
  const { code, status, details } = toAppError(error);
  if (status === 500) logger.error({ err: error }, 'an entry of a batch failed');
  return {
    status,
    code,
    message: details.message,
    ...(details.errors && { errors: details.errors }),
  };
}

function notAnObject(): AppError {
  return invalid([{ pointer: '', code: 'is_object', message: 'must be a JSON object' }]);
}

function unexpected(name: string): AppError {
  const pointer = childPointer('', name);
  if (name !== 'events') {
    return invalid([{ pointer, code: 'unknown_field', message: 'is no field of this request' }]);
  }
  const message = 'is named twice in its object';
  return invalid([{ pointer, code: 'duplicate_key', message }], 'duplicate_key');
}

function wrongLength(code: 'required' | 'wrong_length'): AppError {
  const message = `must be a list of 1 to ${MAX_ENTRIES} events`;
  return invalid([{ pointer: '/events', code, message }]);
}
