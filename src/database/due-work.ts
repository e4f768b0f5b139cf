import { setImmediate } from 'node:timers/promises';
import { SAME_MOMENT_MS } from '../common/index.js';
import type { HotPool } from './hot-pool.js';

/**
 * Answers background jobs whether they have something to do. Questions of the same moment share one statement, so that
 * a process in which nothing happens sends few.
 */
export class DueWork {
  private readonly conditions: string[] = [];
  private asked: { at: number; answer: Promise<boolean[]> } | undefined;

  constructor(private readonly pool: HotPool) {}

  /** Returns a question for `condition`, a boolean expression of SQL without parameters. */
  when(condition: string): () => Promise<boolean> {
    const position = this.conditions.push(condition) - 1;
    return async () => (await this.answerOfThisMoment())[position] ?? true;
  }

  private answerOfThisMoment(): Promise<boolean[]> {
    const at = performance.now();
    if (this.asked === undefined || at - this.asked.at > SAME_MOMENT_MS)
      this.asked = { at, answer: this.ask() };
    return this.asked.answer;
  }

  private async ask(): Promise<boolean[]> {
    // All timers of this moment run before it.
    await setImmediate();
    const [row] = await this.pool.run<{ due: boolean[] }>({
      // A statement keeps its text, and a condition may have been added.
      name: `due-work-${this.conditions.length}`,
      text: `SELECT ARRAY[${this.conditions.join(', ')}] AS due`,
    });
    return row?.due ?? [];
  }
}
