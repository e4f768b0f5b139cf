import { callback, topic } from './array-formats.js';
import { withFields } from './format.js';
import type { Format, FormatWriter, RenderedEvent } from './format.js';

/** Returns whole Unix seconds. */
export function unixSeconds(time: Date): number {
  return Math.floor(time.getTime() / 1000);
}

/** The format `envelope`: id, type, creation time in Unix seconds and data. */
const envelope: FormatWriter = {
  contentType: 'application/json',
  carries: () => true,
  write: ({ id, type, createdAt, dataJson }) =>
    `{"id":${JSON.stringify(id)},"type":${JSON.stringify(type)},` +
    `"created":${unixSeconds(createdAt)},"data":${dataJson}}`,
};

/** The format `flat`: the event type and a key for deduplication beside the fields of data. */
const flat: FormatWriter = {
  contentType: 'application/json',
  carries: () => true,
  write: ({ id, deliveryId, type, dataJson }) =>
    withFields({ event: type, idempotency_key: keyOf(deliveryId ?? id) }, dataJson),
};

/**
 * Returns `idk_` and the part of the id after its prefix. Receivers deduplicate by it: it is unique per
 * delivery and the same on every retry (seed 004, "Event payload structure").
 */
function keyOf(publicId: string): string {
  return `idk_${publicId.slice(publicId.indexOf('_') + 1)}`;
}

/** The format `key-data`: the event type as `key`, and data. */
const keyData: FormatWriter = {
  contentType: 'application/json',
  carries: () => true,
  write: ({ type, dataJson }) => `{"key":${JSON.stringify(type)},"data":${dataJson}}`,
};

/**
 * The format `event-type`: the type split at its first dot. Receivers verify the signature over their own
 * serialization of the body, so the text must equal the output of `JSON.stringify`.
 */
const eventType: FormatWriter = {
  contentType: 'application/json',
  carries: (type) => type.includes('.'),
  write: ({ type, dataJson }) => {
    const dot = type.indexOf('.');
    const [event, rest] = [type.slice(0, dot), type.slice(dot + 1)];
    return `{"event":${JSON.stringify(event)},"event_type":${JSON.stringify(rest)},"data":${dataJson}}`;
  },
};

/** The number of digits of the largest safe integer, to which every sequence is padded. */
const SEQUENCE_DIGITS = 16;

/** The characters of a CloudEvents String (version 1.0.2, section 3, "Type System"). */
const CLOUDEVENTS_STRING = /^[^\p{Control}\p{Surrogate}\p{Noncharacter_Code_Point}]+$/u;

/** The format `cloudevents`: CloudEvents 1.0 in structured JSON mode with the `sequence` extension. */
const cloudevents: FormatWriter = {
  contentType: 'application/cloudevents+json',
  carries: () => true,
  write: (event) => `${JSON.stringify(attributesOf(event)).slice(0, -1)},"data":${event.dataJson}}`,
};

function attributesOf({ id, tenantId, type, createdAt, sequence, subject }: RenderedEvent) {
  return {
    specversion: '1.0',
    id,
    // Relative, because the address of Postrider may change and the source must not.
    source: `/tenants/${tenantId}`,
    type,
    ...(subject !== null && CLOUDEVENTS_STRING.test(subject) && { subject }),
    time: createdAt.toISOString(),
    datacontenttype: 'application/json',
    ...(sequence !== null && { sequence: orderable(sequence) }),
  };
}

/** Pads a sequence so that its alphabetical order is its numerical order, as the extension requires. */
function orderable(sequence: number): string {
  return String(sequence).padStart(SEQUENCE_DIGITS, '0');
}

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
