import { setImmediate as nextTurn } from 'node:timers/promises';

/** Of work that one request does without letting others have their turn. */
const MAX_TURN_MS = 8;

/** Divides long work into turns of the event loop: to be asked after each of its pieces. */
export class LoopTurns {
  private sinceMs = performance.now();

  /** Whether the turn is used up: then `next` is due. Without it short work waits for nothing. */
  get isUsedUp(): boolean {
    return performance.now() - this.sinceMs >= MAX_TURN_MS;
  }

  /** Lets everything else that is due have its turn, then begins anew. */
  async next(): Promise<void> {
    await nextTurn();
    this.sinceMs = performance.now();
  }
}
