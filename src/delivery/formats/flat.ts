import type { FormatWriter } from './format.js';

const OWN_NAMES = ['event', 'idempotency_key'];

export const flat: FormatWriter = {
  contentType: 'application/json',
  carries: () => true,
  write: ({ id, type, dataJson }) => {
    const head = `{"event":${JSON.stringify(type)},"idempotency_key":${JSON.stringify(keyOf(id))}`;
    const fields = withoutOwnNames(dataJson).slice(1);
    return fields === '}' ? `${head}}` : `${head},${fields}`;
  },
};

/** `idk_` and what follows `evt_`: the same on every attempt, and support can tell the event by it. */
function keyOf(eventId: string): string {
  return `idk_${eventId.slice(eventId.indexOf('_') + 1)}`;
}

/** Parses only where one of the names stands somewhere in the text, which is rare. */
function withoutOwnNames(dataJson: string): string {
  if (!OWN_NAMES.some((name) => dataJson.includes(`"${name}":`))) return dataJson;
  const data = JSON.parse(dataJson) as Record<string, unknown>;
  for (const name of OWN_NAMES) Reflect.deleteProperty(data, name);
  return JSON.stringify(data);
}
