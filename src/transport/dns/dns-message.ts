/** The types of records that are asked for, by their number (RFC 1035 section 3.2.2, RFC 3596). */
export const RECORD_TYPES = { A: 1, NS: 2, AAAA: 28 } as const;

export type RecordType = keyof typeof RECORD_TYPES;

export interface Question {
  /** ASCII labels; empty for the root. */
  name: string;
  type: RecordType;
}

/** The answer of a name server to one question. */
export interface Answer {
  id: number;
  question: Question;
  /** RFC 1035 section 4.1.1: 0 no error, 2 server failure, 3 no such name, 5 refused. */
  responseCode: number;
  /** True if the answer did not fit and must be asked for over TCP. */
  isTruncated: boolean;
  /** The addresses in the records of the requested type, at the end of any chain of aliases. */
  addresses: string[];
  /** The lowest time to live of the records; null if there is no record. */
  ttlSeconds: number | null;
}

const HEADER_BYTES = 12;
const RECURSION_DESIRED = 0x0100;
const IS_RESPONSE = 0x8000;
const IS_TRUNCATED = 0x0200;
const CLASS_IN = 1;
const MAX_NAME_BYTES = 255;
const MAX_LABEL_BYTES = 63;

/** Encodes one question (RFC 1035 section 4). Throws a RangeError for a name that does not fit. */
export function encodeQuestion(id: number, { name, type }: Question): Buffer {
  const labels = name === '' ? [] : name.split('.');
  if (
    name.length + 2 > MAX_NAME_BYTES ||
    labels.some(({ length }) => length === 0 || length > MAX_LABEL_BYTES)
  ) {
    throw new RangeError('The host name does not fit into a question to a name server.');
  }
  const header = Buffer.alloc(HEADER_BYTES);
  header.writeUInt16BE(id, 0);
  header.writeUInt16BE(RECURSION_DESIRED, 2);
  header.writeUInt16BE(1, 4);
  const tail = Buffer.alloc(5);
  tail.writeUInt16BE(RECORD_TYPES[type], 1);
  tail.writeUInt16BE(CLASS_IN, 3);
  const encoded = labels.map((label) =>
    Buffer.concat([Buffer.from([label.length]), Buffer.from(label, 'latin1')]),
  );
  return Buffer.concat([header, ...encoded, tail]);
}

/** Decodes the message of a name server. Throws a RangeError if it is malformed or of another type. */
export function decodeAnswer(message: Buffer): Answer {
  const flags = message.readUInt16BE(2);
  if ((flags & IS_RESPONSE) === 0 || message.readUInt16BE(4) !== 1) {
    throw new RangeError('The message is no answer to one question.');
  }
  const asked = readName(message, HEADER_BYTES);
  const type = typeOf(message.readUInt16BE(asked.end));
  const answer: Answer = {
    id: message.readUInt16BE(0),
    question: { name: asked.name, type },
    responseCode: flags & 0xf,
    isTruncated: (flags & IS_TRUNCATED) !== 0,
    addresses: [],
    ttlSeconds: null,
  };
  if (!answer.isTruncated) readRecords(message, asked.end + 4, answer);
  return answer;
}

function readRecords(message: Buffer, start: number, answer: Answer): void {
  const wanted = RECORD_TYPES[answer.question.type];
  let at = start;
  for (let left = message.readUInt16BE(6); left > 0; left -= 1) {
    at = readName(message, at).end;
    const type = message.readUInt16BE(at);
    const ttlSeconds = message.readUInt32BE(at + 4);
    const length = message.readUInt16BE(at + 8);
    const data = message.subarray(at + 10, at + 10 + length);
    at += 10 + length;
    answer.ttlSeconds = Math.min(answer.ttlSeconds ?? ttlSeconds, ttlSeconds);
    if (type !== wanted) continue;
    if (type === RECORD_TYPES.A && length === 4) answer.addresses.push(data.join('.'));
    if (type === RECORD_TYPES.AAAA && length === 16) answer.addresses.push(ipv6Text(data));
  }
}

/** Reads a name in lower case and the index after it. Names can be compressed (RFC 1035 section 4.1.4). */
function readName(message: Buffer, start: number): { name: string; end: number } {
  const labels: string[] = [];
  let at = start;
  let end: number | null = null;
  for (let steps = 0; steps <= MAX_NAME_BYTES; steps += 1) {
    const length = message.readUInt8(at);
    if (length >= 0xc0) {
      end ??= at + 2;
      at = message.readUInt16BE(at) & 0x3fff;
    } else if (length === 0) {
      return { name: labels.join('.').toLowerCase(), end: end ?? at + 1 };
    } else if (length > MAX_LABEL_BYTES) {
      throw new RangeError('A label in the message has no known form.');
    } else {
      labels.push(message.toString('latin1', at + 1, at + 1 + length));
      at += 1 + length;
    }
  }
  throw new RangeError('A name in the message has no end.');
}

function typeOf(number: number): RecordType {
  for (const [type, itsNumber] of Object.entries(RECORD_TYPES)) {
    if (itsNumber === number) return type as RecordType;
  }
  throw new RangeError('The message answers a question of another type.');
}

function ipv6Text(data: Buffer): string {
  const groups = Array.from({ length: 8 }, (_, n) => data.readUInt16BE(2 * n).toString(16));
  // In the form of RFC 5952.
  return new URL(`http://[${groups.join(':')}]`).hostname.slice(1, -1);
}
