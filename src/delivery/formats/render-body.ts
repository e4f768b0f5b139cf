import { envelope } from './envelope.js';
import { flat } from './flat.js';
import type { Format, FormatWriter, RenderedEvent } from './format.js';

const writers = { envelope, flat } as const satisfies Partial<Record<Format, FormatWriter>>;

export type SupportedFormat = keyof typeof writers;

export const SUPPORTED_FORMATS = Object.keys(writers) as readonly SupportedFormat[];

export function isSupportedFormat(format: string): format is SupportedFormat {
  return Object.hasOwn(writers, format);
}

/** Whether events of a type can be written in a format; never in one that is not built yet. */
export function canCarry(format: Format, type: string): boolean {
  return isSupportedFormat(format) && writers[format].carries(type);
}

/** The bytes of a request's body, which are also the bytes to sign, and their media type. */
export function renderBody(
  format: Format,
  event: RenderedEvent,
): { body: Buffer; contentType: string } {
  if (!isSupportedFormat(format)) throw new Error(`The format ${format} is not built yet.`);
  const writer = writers[format];
  return { body: Buffer.from(writer.write(event), 'utf8'), contentType: writer.contentType };
}
