import { setImmediate as nextTurn } from 'node:timers/promises';

/** The time in milliseconds for which a request may block the event loop, unless it says less. */
const MAX_TURN_MS = 8;

/** The last turn that was granted to any long task of this process. */
let lastTurn: Promise<void> = Promise.resolve();

/**
 * Divides a long task into turns of the event loop. The task checks `isUsedUp` after each piece.
 *
 * @example
 * for (const item of items) {
 *   handle(item);
 *   if (turns.isUsedUp) await turns.next();
 * }
 */
export class LoopTurns {
  private sinceMs = performance.now();

  constructor(private readonly maxMs = MAX_TURN_MS) {}

  /** Whether the task has used its turn and must await `next`. */
  get isUsedUp(): boolean {
    return performance.now() - this.sinceMs >= this.maxMs;
  }

  /**
   * Lets all other work run, then begins a new turn. In each turn of the event loop only one long task
   * runs, so a short request waits for at most one of them.
   */
  async next(): Promise<void> {
    lastTurn = lastTurn.then(() => nextTurn());
    await lastTurn;
    this.sinceMs = performance.now();
  }
}

/**
 * Does work that cannot be divided. Where it took long, all other work runs before what follows: timers and new data
 * are between two checks of the event loop, and work that began with new data has not had its first check yet.
 */
export async function inOneTurn<T>(work: () => T | Promise<T>): Promise<T> {
  const turns = new LoopTurns();
  const result = await work();
  if (turns.isUsedUp) {
    await turns.next();
    await turns.next();
  }
  return result;
}
