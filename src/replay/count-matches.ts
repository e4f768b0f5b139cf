import type { HotPool } from '../database/index.js';
import { beginningOf, countOn } from './candidates.query.js';
import type { Reach } from './candidates.query.js';
import type { Counts } from './replays.query.js';
import { verdictOn } from './verdict.js';
import type { ReplayRules, Unreplayable } from './verdict.js';

export interface Matches {
  matched: number;
  unreplayable: Counts<Unreplayable>;
}

/** Events of one statement: a window may hold millions. */
const CHUNK = 5_000;

/** How much a replay would send, and how much it could not. */
export async function countMatches(
  pool: HotPool,
  reach: Reach,
  rules: ReplayRules,
): Promise<Matches> {
  const matches: Matches = { matched: 0, unreplayable: {} };
  for (let after: string | undefined = beginningOf(reach); after !== undefined;) {
    const piece = await countOn(pool, reach, after, CHUNK);
    for (const group of piece.rows) {
      const verdict = verdictOn(group, rules);
      if (!verdict) continue;
      if ('action' in verdict) matches.matched += group.count;
      else if (verdict.skip !== 'already_pending') {
        const { unreplayable } = matches;
        unreplayable[verdict.skip] = (unreplayable[verdict.skip] ?? 0) + group.count;
      }
    }
    after = piece.isLast || piece.last === null ? undefined : piece.last;
  }
  return matches;
}
