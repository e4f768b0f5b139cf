import type { Principal } from '../auth/index.js';
import { LoopTurns, MAX_ERRORS, unavailable } from '../common/index.js';
import type { Logger } from '../common/index.js';
import { toAppError } from '../http/index.js';
import type { PublishAnswer } from './publish-answer.js';
import type { Intake } from './intake.js';
import type { BatchResult } from './publish.dto.js';
import type { ReadPublish } from './read-publish.js';
import { shareErrors } from './share-errors.js';

/**
 * Publishes entries side by side, so that they share commits; answers in their order. One that is
 * refused fails alone. Where some could not be stored just now, their entries say 503 beside those
 * that were stored; where none was stored, the whole is a 503. All entries together name `MAX_ERRORS`.
 */
export async function publishBatch(
  intake: Intake,
  entries: readonly ReadPublish[],
  { principal, logger }: { principal: Principal; logger: Logger },
): Promise<BatchResult[]> {
  const turns = new LoopTurns();
  const answers: Promise<BatchResult>[] = [];
  for (const entry of entries) {
    const answer = intake.publish(entry, principal);
    answers.push(answer.then(accepted, (error: unknown) => refused(error, logger)));
    if (turns.isUsedUp) await turns.next();
  }
  const results = await Promise.all(answers);
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
