import { childPointer, invalid, LoopTurns } from '../../common/index.js';
import type { AppError } from '../../common/index.js';
import {
  EVENT_LIMITS,
  inspectJson,
  isListAt,
  isObjectAt,
  requireEnd,
  skipSpace,
  walkList,
  walkObject,
} from '../../http/index.js';
import { readPublishPart } from './read-publish.js';
import type { ReadPublish } from './read-publish.js';

const MAX_ENTRIES = 500;

/**
 * The entries of a batch, each still to be checked, read one by one with turns of the event loop
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
