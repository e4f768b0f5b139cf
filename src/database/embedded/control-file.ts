/** The parts of `pg_control` that a start depends on (PostgreSQL 12 and later, pg_control.h). */
export interface ControlFile {
  /** Position of the last checkpoint's record in the log. */
  checkpoint: bigint;
  /** Where replay begins. */
  redo: bigint;
  timeline: number;
}

const CHECKPOINT_AT = 32;
const REDO_AT = 40;
const TIMELINE_AT = 48;
/** The checksum ends the struct, which has grown with the releases. */
const CHECKSUM_FROM = 200;
const CHECKSUM_TO = 512;

const RECORD_HEADER_BYTES = 24;
const RECORD_CHECKSUM_AT = 20;
const PAGE_HEADER_BYTES = 24;
/** Kinds of records of the log's own resource manager: checkpoint at shutdown, and online. */
const CHECKPOINTS = new Set([0x00, 0x10]);

const TABLE = Uint32Array.from({ length: 256 }, (_, byte) => {
  let crc = byte;
  // Castagnoli's polynomial, reversed.
  for (let bit = 0; bit < 8; bit += 1) crc = crc & 1 ? (crc >>> 1) ^ 0x82f63b78 : crc >>> 1;
  return crc >>> 0;
});

function addToCrc(crc: number, bytes: Uint8Array): number {
  let sum = crc;
  for (const byte of bytes) sum = (sum >>> 8) ^ (TABLE[(sum ^ byte) & 0xff] ?? 0);
  return sum >>> 0;
}

const begin = 0xffff_ffff;
const finish = (crc: number): number => (crc ^ 0xffff_ffff) >>> 0;

/** Returns whether the file contains the checksum of the bytes before it. */
export function hasValidChecksum(file: Buffer): boolean {
  if (file.length < CHECKSUM_TO) return false;
  let crc = addToCrc(begin, file.subarray(0, CHECKSUM_FROM));
  for (let at = CHECKSUM_FROM; at < CHECKSUM_TO; at += 4) {
    if (file.readUInt32LE(at) === finish(crc)) return true;
    crc = addToCrc(crc, file.subarray(at, at + 4));
  }
  return false;
}

export function readControlFile(file: Buffer): ControlFile {
  return {
    checkpoint: file.readBigUInt64LE(CHECKPOINT_AT),
    redo: file.readBigUInt64LE(REDO_AT),
    timeline: file.readUInt32LE(TIMELINE_AT),
  };
}

/** Returns whether a whole checkpoint record begins at `at` of two pages of the log (xlogrecord.h). */
export function isCheckpointRecord(pages: Buffer, at: number, pageBytes: number): boolean {
  const record = Buffer.concat([
    pages.subarray(at, pageBytes),
    // The rest of the record follows the header of the next page.
    pages.subarray(pageBytes + PAGE_HEADER_BYTES),
  ]);
  const length = record.readUInt32LE(0);
  if (length <= RECORD_HEADER_BYTES || length > record.length) return false;
  const [info = 0xff, manager = 0xff] = record.subarray(16, 18);
  if (manager !== 0 || !CHECKPOINTS.has(info & 0xf0)) return false;
  const content = addToCrc(begin, record.subarray(RECORD_HEADER_BYTES, length));
  const all = finish(addToCrc(content, record.subarray(0, RECORD_CHECKSUM_AT)));
  return all === record.readUInt32LE(RECORD_CHECKSUM_AT);
}
