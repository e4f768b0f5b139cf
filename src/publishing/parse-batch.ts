import { invalid } from '../common/index.js';

const MAX_ENTRIES = 500;

/** The entries of a batch, each still to be checked; a 422 where the frame around them is wrong. */
export function parseBatch(body: unknown): unknown[] {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) {
    throw invalid([{ pointer: '', code: 'is_object', message: 'must be a JSON object' }]);
  }
  const { events, ...others } = body as { events?: unknown };
  const [unknown] = Object.keys(others);
  if (unknown !== undefined) {
    const message = 'is no field of this request';
    throw invalid([{ pointer: `/${unknown}`, code: 'unknown_field', message }]);
  }
  if (!Array.isArray(events) || events.length === 0 || events.length > MAX_ENTRIES) {
    const message = `must be a list of 1 to ${MAX_ENTRIES} events`;
    const code = events === undefined ? 'required' : 'wrong_length';
    throw invalid([{ pointer: '/events', code, message }]);
  }
  return events;
}
