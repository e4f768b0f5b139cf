import type { Principal } from '../auth/index.js';
import { AppError } from '../common/index.js';
import type { Intake } from './intake.js';
import type { BatchResult } from './publish.dto.js';

/**
 * Publishes entries side by side, so that they share commits; answers in their order. One that is
 * refused fails alone.
 */
export function publishBatch(
  intake: Intake,
  entries: readonly unknown[],
  principal: Principal,
): Promise<BatchResult[]> {
  return Promise.all(entries.map((entry) => publishOne(intake, entry, principal)));
}

async function publishOne(
  intake: Intake,
  entry: unknown,
  principal: Principal,
): Promise<BatchResult> {
  try {
    return { status: 202, ...(await intake.publish(entry, principal)) };
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    const { code, status, details } = error;
    return {
      status,
      code,
      message: details.message,
      ...(details.errors && { errors: details.errors }),
    };
  }
}
