import { AppError } from '../common/index.js';
import { requireFaithfulJson } from '../http/index.js';
import { parsePublishRequest } from './publish-request.js';
import type { BatchResult } from './publish.dto.js';
import type { Publisher, PublishScope } from './publisher.service.js';

/**
 * Publishes entries side by side, so that they share commits; answers in their order. One that is
 * refused fails alone.
 */
export function publishBatch(
  publisher: Publisher,
  entries: readonly unknown[],
  scope: PublishScope,
): Promise<BatchResult[]> {
  return Promise.all(entries.map((entry) => publishOne(publisher, entry, scope)));
}

async function publishOne(
  publisher: Publisher,
  entry: unknown,
  scope: PublishScope,
): Promise<BatchResult> {
  try {
    requireFaithfulJson(entry);
    return { status: 202, ...(await publisher.publish(parsePublishRequest(entry), scope)) };
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
