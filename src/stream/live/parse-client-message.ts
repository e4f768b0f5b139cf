/** The messages that a client may send. */
export type ClientMessage =
  | { method: 'ack'; cursor: string }
  | { method: 'resume'; cursor: string }
  | { method: 'subscribe'; types: string[] | null }
  | { method: 'ping' }
  | { method: 'pong' };

/** Characters of all types of a subscribe message together, as in the query string. */
const MAX_TYPES_LENGTH = 4_000;

/** Returns the message of a frame, or a sentence that says what is wrong with it. `topic` is optional. */
export function parseClientMessage(text: string): ClientMessage | string {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return 'A frame must be JSON.';
  }
  if (typeof json !== 'object' || json === null) return 'A frame must be a JSON object.';
  const { topic = 'method', method, cursor, types } = json as Record<string, unknown>;
  if (topic !== 'method') return 'The topic of a frame must be "method".';
  switch (method) {
    case 'ping':
    case 'pong':
      return { method };
    case 'ack':
    case 'resume':
      return typeof cursor === 'string' ? { method, cursor } : `${method} needs a cursor.`;
    case 'subscribe':
      if (types !== null && !isTextList(types)) {
        return 'subscribe needs a list of types, or null for all of them.';
      }
      return types !== null && types.join(',').length > MAX_TYPES_LENGTH
        ? `subscribe takes types of at most ${MAX_TYPES_LENGTH} characters together.`
        : { method, types };
    default:
      return 'The method must be ack, resume, subscribe, ping or pong.';
  }
}

function isTextList(value: unknown): value is string[] {
  return Array.isArray(value) && value.every((item) => typeof item === 'string');
}
