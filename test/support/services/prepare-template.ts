import { createLogger } from '../../../src/common/index.js';
import { prepareDatabase } from '../../../src/database/index.js';

/**
 * Brings the database that every test database is cloned from to the state that tests expect. Must
 * leave no connection open: PostgreSQL clones no database that is in use.
 */
export async function prepareTemplate(url: string): Promise<void> {
  await prepareDatabase({ databaseUrl: url, migrate: 'on' }, createLogger({ logLevel: 'warn' }));
}
