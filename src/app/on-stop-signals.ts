import type { Logger } from '../common/index.js';

/**
 * On SIGINT or SIGTERM runs the steps, the last added first, then exits; a second signal exits at
 * once. Steps may be added until then.
 */
export function onStopSignals(steps: readonly (() => Promise<void>)[], logger: Logger): void {
  let stopping = false;
  const stop = async (signal: string): Promise<void> => {
    if (stopping) process.exit(130);
    stopping = true;
    logger.info({ signal }, 'stopping');
    let status = 0;
    for (const step of steps.toReversed()) {
      await step().catch((error: unknown) => {
        status = 1;
        logger.error({ err: error }, 'stopping failed');
      });
    }
    logger.flush(() => process.exit(status));
  };
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => void stop(signal));
}
