/** One position of the chain with what is stored of its entry. */
interface ChainRow {
  position: string;
  entry_id: string;
  former_hash: Buffer;
  hash: Buffer;
  /** What the hash must be; null where the entry is not stored any more. */
  expected: Buffer | null;
  /** Whether an entry of this age may have been purged. */
  is_past: boolean;
}

/** A query of the database that the chain is in. */
export type AuditQuery = <Row>(sql: string, values: unknown[]) => Promise<Row[]>;

/** The result of a check of the chain. */
export interface ChainReport {
  /** How many entries were compared with their hashes. */
  checked: number;
  /** Each as one sentence, the first 100. */
  problems: string[];
}

const BATCH = 1_000;
const MAX_PROBLEMS = 100;
/** Entries join the chain within seconds where a worker runs. */
const UNCHAINED = `
SELECT a.id FROM audit_log a
WHERE NOT EXISTS (SELECT FROM audit_chain c WHERE c.entry_id = a.id)
  AND (a.at < now() - interval '1 minute' OR NOT EXISTS (SELECT FROM unchained_audit u WHERE u.id = a.id))
ORDER BY a.id LIMIT ${MAX_PROBLEMS}`;

const POSITIONS = `
SELECT c.position, c.entry_id, c.former_hash, c.hash,
  CASE WHEN a.id IS NOT NULL THEN sha256(c.former_hash || audit_digest(a)) END AS expected,
  c.entry_id < (SELECT min(id::text)::uuid FROM audit_log) AS is_past
FROM audit_chain c LEFT JOIN audit_log a ON a.id = c.entry_id
WHERE c.position > $1 ORDER BY c.position LIMIT ${BATCH}`;

/**
 * Compares every entry of the audit log with its hash, and every hash with the one before it. The chain may begin
 * at any position, because the oldest entries are purged.
 */
export async function verifyAudit(query: AuditQuery): Promise<ChainReport> {
  const report: ChainReport = { checked: 0, problems: [] };
  let former: ChainRow | undefined;
  for (let rows = await read('0'); rows.length > 0; rows = await read(former?.position ?? '0')) {
    for (const row of rows) {
      report.checked += 1;
      report.problems.push(...problemsOf(row, former));
      former = row;
    }
    if (report.problems.length >= MAX_PROBLEMS) break;
  }
  for (const { id } of await query<{ id: string }>(UNCHAINED, [])) {
    report.problems.push(`Entry ${id} is not in the chain.`);
  }
  return { ...report, problems: report.problems.slice(0, MAX_PROBLEMS) };

  function read(after: string): Promise<ChainRow[]> {
    return query<ChainRow>(POSITIONS, [after]);
  }
}

function problemsOf(row: ChainRow, former: ChainRow | undefined): string[] {
  const place = `position ${row.position}`;
  const problems: string[] = [];
  if (former && Number(row.position) !== Number(former.position) + 1) {
    problems.push(`Positions are missing between ${former.position} and ${row.position}.`);
  } else if (former && !row.former_hash.equals(former.hash)) {
    problems.push(`The hash before ${place} is not that of the position before it.`);
  }
  if (row.expected === null) {
    if (!row.is_past) problems.push(`Entry ${row.entry_id} at ${place} was removed.`);
  } else if (!row.expected.equals(row.hash)) {
    problems.push(`Entry ${row.entry_id} at ${place} was changed.`);
  }
  return problems;
}
