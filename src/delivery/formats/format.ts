/** The names of all formats of the contract. */
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
  type: string;
  createdSeconds: number;
  /** The stored text of a JSON object; it goes out byte by byte. */
  dataJson: string;
}

/** How one format writes an event. */
export interface FormatWriter {
  readonly contentType: string;
  carries(type: string): boolean;
  /** The JSON text of the body. */
  write(event: RenderedEvent): string;
}
