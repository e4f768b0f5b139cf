import { setTimeout as pause } from 'node:timers/promises';
import { sqlStateOf } from './sql-error.js';

/** SQLSTATE of a deadlock: nothing was kept, and the loser may simply try again. */
const DEADLOCK = '40P01';
const MAX_DEADLOCKS = 5;
const PAUSE_MS = 20;

/** Runs a transaction, and again where it was the one to end a deadlock. */
export async function retryDeadlocks<T>(transaction: () => Promise<T>): Promise<T> {
  for (let deadlocks = 1; ; deadlocks += 1) {
    try {
      return await transaction();
    } catch (error) {
      if (sqlStateOf(error) !== DEADLOCK || deadlocks >= MAX_DEADLOCKS) throw error;
      await pause(PAUSE_MS * deadlocks);
    }
  }
}
