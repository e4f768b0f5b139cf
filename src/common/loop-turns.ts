import { setImmediate as nextTurn } from 'node:timers/promises';

/** Of work that one request does without letting others have their turn. */
const MAX_TURN_MS = 8;

/** The last turn that was given to any long work of this process. */
let lastTurn: Promise<void> = Promise.resolve();

/** Divides long work into turns of the event loop: to be asked after each of its pieces. */
export class LoopTurns {
  private sinceMs = performance.now();

  /** Whether the turn is used up: then `next` is due. Without it short work waits for nothing. */
  get isUsedUp(): boolean {
    return performance.now() - this.sinceMs >= MAX_TURN_MS;
  }

  /**
   * Lets everything else that is due have its turn, then begins anew. Of all long work in the process
   * one piece is done in each turn of the loop: what is short waits for one of them, however many there are.
   */
  async next(): Promise<void> {
    lastTurn = lastTurn.then(() => nextTurn());
    await lastTurn;
    this.sinceMs = performance.now();
  }
}
