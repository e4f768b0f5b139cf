/** The names of the formats. The first one is the default. */
export const FORMATS = [
  'envelope',
  'flat',
  'key-data',
  'callback',
  'topic',
  'event-type',
  'cloudevents',
] as const;

export type Format = (typeof FORMATS)[number];

/** An event as the input of a format. */
export interface RenderedEvent {
  /** The public id, `evt_…`. */
  id: string;
  /** The tenant's public id, `ten_…`. */
  tenantId: string;
  /** The public id, `dlv_…`; null if the event is sent without a delivery, as on the stream. */
  deliveryId: string | null;
  type: string;
  createdAt: Date;
  /** Null until the fan-out of a publish in a caller's transaction. */
  sequence: number | null;
  subject: string | null;
  /** The stored text of a JSON object. It is sent without a change. */
  dataJson: string;
}

/** The writer of one format. */
export interface FormatWriter {
  readonly contentType: string;
  /** Returns whether the format has a body for events of the type. */
  carries(type: string): boolean;
  /** Returns the JSON text of the body of an event whose type it carries. */
  write(event: RenderedEvent): string;
  /** Returns the event's element as JSON text; present only if the body is an array. */
  readonly message?: (event: RenderedEvent) => string;
}

export function isFormat(name: unknown): name is Format {
  return FORMATS.some((format) => format === name);
}

/** Returns whole Unix seconds. */
export function unixSeconds(time: Date): number {
  return Math.floor(time.getTime() / 1000);
}

/** Returns JSON text of the format's own fields followed by those of `data`. The own fields win. */
export function withFields(own: Readonly<Record<string, string>>, dataJson: string): string {
  const head = JSON.stringify(own).slice(0, -1);
  const fields = withoutNames(dataJson, Object.keys(own)).slice(1);
  return fields === '}' ? `${head}}` : `${head},${fields}`;
}

/** Parses the data only if the text contains one of the names, which is rare. */
function withoutNames(dataJson: string, names: readonly string[]): string {
  if (!names.some((name) => dataJson.includes(`"${name}":`))) return dataJson;
  const data = JSON.parse(dataJson) as Record<string, unknown>;
  for (const name of names) Reflect.deleteProperty(data, name);
  return JSON.stringify(data);
}

/** The format `envelope`: id, type, creation time in Unix seconds and data. */
export const envelope: FormatWriter = {
  contentType: 'application/json',
  carries: () => true,
  write: ({ id, type, createdAt, dataJson }) =>
    `{"id":${JSON.stringify(id)},"type":${JSON.stringify(type)},` +
    `"created":${unixSeconds(createdAt)},"data":${dataJson}}`,
};

/** The format `flat`: the event type and a key for deduplication beside the fields of data. */
export const flat: FormatWriter = {
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
export const keyData: FormatWriter = {
  contentType: 'application/json',
  carries: () => true,
  write: ({ type, dataJson }) => `{"key":${JSON.stringify(type)},"data":${dataJson}}`,
};

/**
 * The format `event-type`: the type split at its first dot. Receivers verify the signature over their own
 * serialization of the body, so the text must equal the output of `JSON.stringify`.
 */
export const eventType: FormatWriter = {
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
export const cloudevents: FormatWriter = {
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
