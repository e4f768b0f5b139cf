import { open, readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { hasValidChecksum, isCheckpointRecord, readControlFile } from './control-file.js';

const SEGMENT_BYTES = 16 * 1024 * 1024;
const SEGMENTS_PER_LOG = 0x1_0000_0000 / SEGMENT_BYTES;
const PAGE_BYTES = 8192;

/**
 * Returns in a few words why PostgreSQL cannot start from the files of a cluster; undefined where it can, or
 * where there is no cluster. Only reads.
 */
export async function clusterDamage(cluster: string): Promise<string | undefined> {
  const entries = await readdir(cluster).catch((error: NodeJS.ErrnoException): string[] => {
    if (error.code === 'ENOENT') return [];
    throw error;
  });
  if (entries.length === 0) return undefined;
  const version = await readOrUndefined(join(cluster, 'PG_VERSION'));
  if (version === undefined) return 'PG_VERSION is missing';
  if (!/^\d+\s*$/.test(version.toString('latin1'))) return 'PG_VERSION is empty or no version';
  const control = await readOrUndefined(join(cluster, 'global', 'pg_control'));
  if (control === undefined) return 'global/pg_control is missing';
  if (!hasValidChecksum(control)) return 'global/pg_control is damaged';
  // A backup that is being restored has its own record of where it begins.
  if (entries.includes('backup_label')) return undefined;
  return checkpointDamage(cluster, control);
}

async function checkpointDamage(cluster: string, control: Buffer): Promise<string | undefined> {
  const { checkpoint, redo, timeline } = readControlFile(control);
  const path = (position: bigint) => join(cluster, 'pg_wal', segmentName(timeline, position));
  for (const position of [redo, checkpoint]) {
    const found = await stat(path(position)).catch(() => undefined);
    if (found?.size !== SEGMENT_BYTES) {
      return `the log that its last checkpoint needs is missing (${segmentName(timeline, position)})`;
    }
  }
  const offset = Number(checkpoint % BigInt(SEGMENT_BYTES));
  // A record that ends in another segment is left to PostgreSQL.
  if (offset + 2 * PAGE_BYTES > SEGMENT_BYTES) return undefined;
  const file = await open(path(checkpoint));
  try {
    const start = offset - (offset % PAGE_BYTES);
    const { buffer } = await file.read(Buffer.alloc(2 * PAGE_BYTES), 0, 2 * PAGE_BYTES, start);
    if (isCheckpointRecord(buffer, offset - start, PAGE_BYTES)) return undefined;
    return 'its last checkpoint cannot be found in its log';
  } finally {
    await file.close();
  }
}

/** The name of a segment of the log; PostgreSQL, xlog_internal.h. */
function segmentName(timeline: number, position: bigint): string {
  const segment = Number(position / BigInt(SEGMENT_BYTES));
  return [timeline, Math.floor(segment / SEGMENTS_PER_LOG), segment % SEGMENTS_PER_LOG]
    .map((part) => part.toString(16).toUpperCase().padStart(8, '0'))
    .join('');
}

async function readOrUndefined(path: string): Promise<Buffer | undefined> {
  try {
    return await readFile(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}
