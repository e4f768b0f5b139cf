import type { Logger } from '../common/index.js';
import { statement } from '../database/index.js';
import type { HotPool } from '../database/index.js';
import { READ_STATE } from './sealing.query.js';

const readState = statement<{ is_on: boolean; is_unfinished: boolean; is_left: boolean }>(
  'read-sealing-state',
  READ_STATE,
);

/** Returns what an operator should know of rows of former releases that are in clear; undefined: there are none. */
export async function clearRows(pool: HotPool): Promise<string | undefined> {
  const [state] = await pool.run(readState);
  if (state === undefined || (state.is_on && !state.is_unfinished && !state.is_left)) {
    return undefined;
  }
  return state.is_on
    ? 'Queries of URLs, mail addresses or names of tenants of a former release are stored in clear.'
    : 'Queries of URLs, mail addresses and names of tenants are stored in clear.';
}

/** What ends that. */
export const SEAL_ADVICE =
  'run "npm run cli -- keys seal" when no process of the former release is running';

/** Warns an operator of such rows at a start. */
export async function warnOfClearRows(pool: HotPool, logger: Logger): Promise<void> {
  try {
    const found = await clearRows(pool);
    if (found !== undefined) logger.warn(`${found} To encrypt them, ${SEAL_ADVICE}.`);
  } catch (error) {
    logger.debug({ err: error }, 'whether rows are stored in clear is not known');
  }
}
