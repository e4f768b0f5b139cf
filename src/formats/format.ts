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
