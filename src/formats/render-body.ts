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

/** Whether a body in the format may hold several events: the format is an array of messages. */
export function canBatch(format: Format): boolean {
  return WRITERS[format].message !== undefined;
}

export interface RenderedBody {
  body: Buffer;
  contentType: string;
}

/**
 * The bytes of a request's body, which are also the bytes to sign, and their media type. Throws
 * where the format cannot carry the type: callers ask first.
 */
export function renderBody(format: Format, event: RenderedEvent): RenderedBody {
  const writer = writerFor(format, event);
  return { body: Buffer.from(writer.write(event), 'utf8'), contentType: writer.contentType };
}

/** The same for several events in one body, in this order. Throws also where the format is no array. */
export function renderBatch(format: Format, events: readonly RenderedEvent[]): RenderedBody {
  const messages = events.map((event) => {
    const { message } = writerFor(format, event);
    if (!message) throw new Error(`${format} holds one event.`);
    return message(event);
  });
  const { contentType } = WRITERS[format];
  return { body: Buffer.from(`[${messages.join(',')}]`, 'utf8'), contentType };
}

/** The JSON text of one event: the body, or where bodies are arrays the event's element. Throws as above. */
export function renderMessage(format: Format, event: RenderedEvent): string {
  const writer = writerFor(format, event);
  return writer.message ? writer.message(event) : writer.write(event);
}

function writerFor(format: Format, { type }: RenderedEvent): FormatWriter {
  const writer = WRITERS[format];
  if (!writer.carries(type)) throw new Error(`${format} cannot carry ${type}.`);
  return writer;
}
