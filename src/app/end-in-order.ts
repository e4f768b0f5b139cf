import type { Logger } from '../common/index.js';

/** Beyond the grace, for the steps that have no deadline of their own. */
const LAST_RESORT_MS = 45_000;

/**
 * Runs the steps, the last added first, and exits: on SIGINT or SIGTERM with status 0, on an error that
 * was not caught with status 1. A second signal exits at once. Steps may be added until then.
 */
export function endInOrder(
  steps: readonly (() => Promise<void>)[],
  logger: Logger,
  graceMs: number,
): void {
  let stopping = false;
  let signals = 0;
  let status = 0;
  const stop = async (): Promise<void> => {
    if (stopping) return;
    stopping = true;
    setTimeout(() => process.exit(1), graceMs + LAST_RESORT_MS).unref();
    for (const step of steps.toReversed()) {
      await step().catch((error: unknown) => {
        status = 1;
        logger.error({ err: error }, 'stopping failed');
      });
    }
    logger.flush(() => process.exit(status));
  };
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => {
      signals += 1;
      if (signals > 1) process.exit(130);
      logger.info({ signal }, 'stopping');
      void stop();
    });
  }
  for (const fault of ['uncaughtException', 'unhandledRejection'] as const) {
    process.on(fault, (error: unknown) => {
      status = 1;
      logger.fatal({ err: error, fault }, 'uncaught error: the process ends in order');
      void stop();
    });
  }
}
