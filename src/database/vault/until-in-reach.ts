import { setTimeout as pause } from 'node:timers/promises';
import { AppError } from '../../common/index.js';

const WAIT_MS = 60_000;
const PAUSE_MS = 1_000;

/** Tries again, for a minute, what fails because an encryption key is out of reach at the moment. */
export async function untilInReach<T>(
  work: () => Promise<T>,
  onFailure: (message: string) => void,
): Promise<T> {
  const untilMs = performance.now() + WAIT_MS;
  for (;;) {
    try {
      return await work();
    } catch (error) {
      const isPassing = error instanceof AppError && error.code === 'unavailable';
      if (!isPassing || performance.now() > untilMs) throw error;
      onFailure(error.message);
      await pause(PAUSE_MS);
    }
  }
}
