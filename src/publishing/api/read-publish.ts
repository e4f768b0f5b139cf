import { AppError, invalidAsFirst } from '../../common/index.js';
import {
  EVENT_BODY,
  EVENT_LIMITS,
  inspectJson,
  inspectScanned,
  isObjectAt,
  scanValue,
  walkObject,
} from '../../http/index.js';
import type { JsonPart, JsonReading } from '../../http/index.js';
import type { ReadPublish } from '../publish-contract.js';

/** A refusal is kept under these. */
const KEPT_FIELDS = ['tenant_id', 'type'];
/** A reference or the name of a type is shorter. */
const MAX_KEPT_BYTES = 2_000;
/** Members that are searched for them. */
const MAX_LOOKED_AT = 100;

/** Reads the body of `POST /v1/events` as its route gets it; throws 400 where it is no JSON. */
export function readPublish(bytes: unknown): ReadPublish {
  if (!Buffer.isBuffer(bytes)) return { body: undefined, bytes: 0 };
  const reading = inspectJson(bytes, EVENT_LIMITS);
  return checked(reading, bytes, { start: 0, end: bytes.length });
}

/** Reads an entry that stands within the bytes of a batch. */
export function readPublishPart(bytes: Buffer, { start, scan }: JsonPart): ReadPublish {
  const { end } = scan;
  if (end - start > EVENT_BODY.maxBytes) {
    return { body: keptFields(bytes, start), bytes: end - start, error: tooLarge() };
  }
  return checked(inspectScanned(bytes, start, scan, EVENT_LIMITS), bytes, { start, end });
}

function checked(
  { value, faults }: JsonReading,
  json: Buffer,
  { start, end }: { start: number; end: number },
): ReadPublish {
  const bytes = end - start;
  const [first] = faults;
  if (!first) return { body: value, bytes };
  return { body: value ?? keptFields(json, start), bytes, error: invalidAsFirst(faults) };
}

/** Returns the fields to keep of a body that is too much to parse. */
function keptFields(bytes: Buffer, start: number): Record<string, unknown> {
  const kept: Record<string, unknown> = {};
  if (!isObjectAt(bytes, start)) return kept;
  const members = walkObject(bytes, start);
  try {
    for (let count = 0; count < MAX_LOOKED_AT; count += 1) {
      const member = members.next();
      if (member.done) break;
      const { name, start: at } = member.value;
      if (!KEPT_FIELDS.includes(name)) continue;
      const scan = scanValue(bytes, at, EVENT_LIMITS);
      if (scan.end - at > MAX_KEPT_BYTES) continue;
      kept[name] = inspectScanned(bytes, at, scan, EVENT_LIMITS).value;
    }
  } catch (error) {
    // The body is refused already; the part that is kept of it ends where it is no JSON.
    if (!(error instanceof AppError)) throw error;
  }
  return kept;
}

function tooLarge(): AppError {
  const message = `an entry may be ${EVENT_BODY.maxBytes / 1024} KiB at most`;
  return new AppError('payload_too_large', 413, {
    message,
    errors: [{ pointer: '', code: 'payload_too_large', message }],
  });
}
