import { readFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { TenantDirectory } from '../../auth/index.js';
import type { Principal } from '../../auth/index.js';
import { Erasures, ReappliedErasures } from '../../erasure/index.js';
import { withApplication } from './with-application.js';

export const SUBJECTS_ERASE =
  'subjects erase --tenant TENANT [--reason TEXT] SUBJECT…   erases the content of events of subjects';
export const REAPPLY =
  'erasures reapply --since TIME [--log FILE]   makes a restored database forget again';

interface CommandOptions {
  print: (line: string) => void;
  words: string[];
}

const PROVIDERS = [TenantDirectory, Erasures, ReappliedErasures];

/** A person with the settings of the processes may do what the bootstrap key may. */
const OPERATOR: Principal = { keyId: null, role: 'admin', tenantIds: null };

export async function eraseSubjects({ print, words: args }: CommandOptions): Promise<number> {
  const options = { tenant: { type: 'string' }, reason: { type: 'string' } } as const;
  const { values, positionals: subjects } = parseArgs({ args, options, allowPositionals: true });
  const { tenant: reference, reason } = values;
  if (reference === undefined || subjects.length === 0) return misused(print, SUBJECTS_ERASE);
  return withApplication(PROVIDERS, async (app) => {
    const tenants = app.get(TenantDirectory, { strict: false });
    const { id: tenantId } = await tenants.resolve(OPERATOR, reference);
    const erasures = app.get(Erasures, { strict: false });
    const { id, events } = await erasures.start({ tenantId, subjects, reason }, OPERATOR);
    print(`${id}: workers erase ${events} events of ${subjects.length} subjects`);
  });
}

export async function reapplyErasures({ print, words: args }: CommandOptions): Promise<number> {
  const options = { since: { type: 'string' }, log: { type: 'string' } } as const;
  const { since = '', log } = parseArgs({ args, options }).values;
  const sinceMs = Date.parse(since);
  if (Number.isNaN(sinceMs)) return misused(print, REAPPLY);
  return withApplication(PROVIDERS, async (app) => {
    const lines = log === undefined ? '' : await readFile(log, 'utf8');
    const erasures = app.get(ReappliedErasures, { strict: false });
    const { known, reapplied } = await erasures.reapply(lines, sinceMs);
    print(
      `${reapplied} erasures and redactions are done again by workers; ${known} are in the database`,
    );
  });
}

function misused(print: (line: string) => void, usage: string): number {
  print(`Usage: npm run cli -- ${usage}`);
  return 2;
}
