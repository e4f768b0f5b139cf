import type { Principal } from '../../auth/index.js';
import { LoopTurns, MAX_ERRORS, unavailable } from '../../common/index.js';
import type { Logger } from '../../common/index.js';
import { toAppError } from '../../http/index.js';
import type { PublishAnswer } from '../publish-answer.js';
import type { PublishHandler } from './publish-handler.js';
import type { ReadPublish } from './read-publish.js';
import { BatchResult } from './publish.dto.js';

/**
 * Leaves `most` errors in all the results together: the first of every refused entry as far as they
 * go, then the second of each, and so on. Whatever is left out, an entry keeps its code and message.
 */
function shareErrors(results: readonly BatchResult[], most: number): BatchResult[] {
  const places = results.flatMap(({ errors = [] }, index) =>
    errors.map((_, round) => ({ index, round })),
  );
  const granted = places.toSorted((a, b) => a.round - b.round).slice(0, most);
  const counts = new Map<number, number>();
  for (const { index, round } of granted) counts.set(index, round + 1);
  return results.map((result, index) =>
    result.errors
      ? Object.assign(new BatchResult(), result, {
          errors: result.errors.slice(0, counts.get(index) ?? 0),
        })
      : result,
  );
}

/** Some milliseconds of work together, even where none of their code is compiled yet. */
const ENTRIES_PER_TURN = 5;

/**
 * Publishes entries side by side, so that they share commits; answers in their order. One that is
 * refused fails alone. Where some could not be stored just now, their entries say 503 beside those
 * that were stored; where none was stored, the whole is a 503. All entries together name `MAX_ERRORS`.
 */
export async function publishBatch(
  intake: Pick<PublishHandler, 'prepare'>,
  entries: readonly ReadPublish[],
  { principal, logger }: { principal: Principal; logger: Logger },
): Promise<BatchResult[]> {
  const turns = new LoopTurns();
  const prepared: Promise<() => Promise<PublishAnswer>>[] = [];
  for (const [index, entry] of entries.entries()) {
    // Most of an entry's work follows its first `await`, and is done before the next turn.
    if (index % ENTRIES_PER_TURN === 0) await turns.next();
    const store = intake.prepare(entry, principal);
    prepared.push(store.catch((error: unknown) => () => Promise.reject(error)));
  }
  const stores = await Promise.all(prepared);
  const answers = stores.map((store) => store());
  const results = await Promise.all(
    answers.map((answer) => answer.then(accepted, (error: unknown) => refused(error, logger))),
  );
  const isAnyStored = results.some(({ status }) => status === 202);
  if (!isAnyStored && results.some(({ status }) => status === 503)) {
    throw unavailable('No event of this batch was stored; publish them again.');
  }
  return shareErrors(results, MAX_ERRORS);
}

const accepted = (answer: PublishAnswer): BatchResult => ({ status: 202, ...answer });

/** Whatever it is, the entries beside it may be stored: they keep their own answers. */
function refused(error: unknown, logger: Logger): BatchResult {
  const { code, status, details } = toAppError(error);
  if (status === 500) logger.error({ err: error }, 'an entry of a batch failed');
  return {
    status,
    code,
    message: details.message,
    ...(details.errors && { errors: details.errors }),
  };
}
