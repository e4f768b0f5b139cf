import { callback } from './callback.js';
import { cloudevents } from './cloudevents.js';
import { envelope } from './envelope.js';
import { eventType } from './event-type.js';
import { flat } from './flat.js';
import type { Format, FormatWriter, RenderedEvent } from './format.js';
import { keyData } from './key-data.js';
import { topic } from './topic.js';

const WRITERS: Readonly<Record<Format, FormatWriter>> = {
  envelope,
  flat,
  'key-data': keyData,
  callback,
  topic,
  'event-type': eventType,
  cloudevents,
};

/** Whether events of a type can be written in a format. */
export function canCarry(format: Format, type: string): boolean {
  return WRITERS[format].carries(type);
}

/**
 * The bytes of a request's body, which are also the bytes to sign, and their media type. Throws
 * where the format cannot carry the type: callers ask first.
 */
export function renderBody(
  format: Format,
  event: RenderedEvent,
): { body: Buffer; contentType: string } {
  const writer = WRITERS[format];
  if (!writer.carries(event.type)) throw new Error(`${format} cannot carry ${event.type}.`);
  return { body: Buffer.from(writer.write(event), 'utf8'), contentType: writer.contentType };
}
