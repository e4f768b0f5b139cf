import type { Logger } from '../common/index.js';

/** The time that steps without their own deadline get after the grace period. */
const LAST_RESORT_MS = 45_000;

/**
 * Runs the steps, the last added first, and then exits: with status 0 after SIGINT or SIGTERM, with
 * status 1 after an error that was not caught. A second signal exits at once. Steps may be added until
 * the first signal or error.
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
