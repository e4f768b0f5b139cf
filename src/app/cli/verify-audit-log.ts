import { Client } from 'pg';
import { verifyAudit } from '../../auth/index.js';
import type { AuditQuery } from '../../auth/index.js';
import { loadSettings } from '../../config/index.js';
import { runningServerUrl } from '../../database/index.js';

/** Checks the chain of the audit log of the database that the environment names. */
export async function verifyAuditLog({
  print,
}: {
  print: (line: string) => void;
}): Promise<number> {
  const { databaseUrl, dataDir } = loadSettings(process.env, process.cwd());
  const connectionString = databaseUrl ?? (await runningServerUrl(dataDir));
  const client = new Client({ connectionString });
  await client.connect();
  try {
    const query: AuditQuery = async <Row>(sql: string, values: unknown[]) =>
      (await client.query(sql, values)).rows as Row[];
    const { checked, problems } = await verifyAudit(query);
    for (const problem of problems) print(problem);
    print(`${checked} entries checked, ${problems.length} problems found`);
    return problems.length === 0 ? 0 : 1;
  } finally {
    await client.end();
  }
}
