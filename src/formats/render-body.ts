import { callback, topic } from './array-formats.js';
import { cloudevents, envelope, eventType, flat, keyData } from './format.js';
import type { Format, FormatWriter, RenderedEvent } from './format.js';

const WRITERS: Readonly<Record<Format, FormatWriter>> = {
  envelope,
  flat,
  'key-data': keyData,
  callback,
  topic,
  'event-type': eventType,
  cloudevents,
};

/** Returns whether events of a type can be written in a format. */
export function canCarry(format: Format, type: string): boolean {
  return WRITERS[format].carries(type);
}

/** Returns whether a body in the format can hold several events, because it is an array. */
export function canBatch(format: Format): boolean {
  return WRITERS[format].message !== undefined;
}

export interface RenderedBody {
  body: Buffer;
  contentType: string;
}

/**
 * Returns the body of a request, whose bytes are also signed, and its media type. Throws if the format
 * cannot carry the type; callers check `canCarry` first.
 *
 * @example
 * const { body, contentType } = renderBody('envelope', event);
 */
export function renderBody(format: Format, event: RenderedEvent): RenderedBody {
  const writer = writerFor(format, event);
  return { body: Buffer.from(writer.write(event), 'utf8'), contentType: writer.contentType };
}

/** Returns one body with several events in this order. Throws also if the format is not an array. */
export function renderBatch(format: Format, events: readonly RenderedEvent[]): RenderedBody {
  const messages = events.map((event) => {
    const { message } = writerFor(format, event);
    if (!message) throw new Error(`${format} holds one event.`);
    return message(event);
  });
  const { contentType } = WRITERS[format];
  return { body: Buffer.from(`[${messages.join(',')}]`, 'utf8'), contentType };
}

/** Returns the JSON text of one event: the body, or its element if bodies are arrays. Throws as above. */
export function renderMessage(format: Format, event: RenderedEvent): string {
  const writer = writerFor(format, event);
  return writer.message ? writer.message(event) : writer.write(event);
}

function writerFor(format: Format, { type }: RenderedEvent): FormatWriter {
  const writer = WRITERS[format];
  if (!writer.carries(type)) throw new Error(`${format} cannot carry ${type}.`);
  return writer;
}
