/** The names of the formats, the default one first. */
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

/** An event as the formats see it. */
export interface RenderedEvent {
  /** The public id, `evt_…`. */
  id: string;
  /** The tenant's public id, `ten_…`. */
  tenantId: string;
  /** The public id, `dlv_…`; null where the event goes out without a delivery, as on the stream. */
  deliveryId: string | null;
  type: string;
  createdAt: Date;
  /** Null for the moment before the fan-out of a publish in a caller's transaction. */
  sequence: number | null;
  subject: string | null;
  /** The stored text of a JSON object; it goes out byte by byte. */
  dataJson: string;
}

/** How one format writes an event. */
export interface FormatWriter {
  readonly contentType: string;
  carries(type: string): boolean;
  /** The JSON text of the body of an event whose type it carries. */
  write(event: RenderedEvent): string;
  /** Where the body is an array of messages: the one of the event, as JSON text. */
  readonly message?: (event: RenderedEvent) => string;
}

export function isFormat(name: unknown): name is Format {
  return FORMATS.some((format) => format === name);
}

/** Whole unix seconds, as the formats and headers that count in them say it. */
export function unixSeconds(time: Date): number {
  return Math.floor(time.getTime() / 1000);
}
