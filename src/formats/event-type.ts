import type { FormatWriter } from './format.js';

/**
 * The type split at its first dot. Receivers verify the signature over what they serialize again, so
 * the text must be what `JSON.stringify` prints of it.
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
