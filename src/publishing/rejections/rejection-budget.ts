import type { Clock } from '../../common/index.js';

export interface BudgetLimits {
  entriesPerMinute: number;
  bodyBytesPerMinute: number;
}

interface Spent {
  entries: number;
  bodyBytes: number;
}

const MINUTE_MS = 60_000;

/** How much of what one tenant gets refused is kept, so that a loop of bad publishes fills no disk. */
export class RejectionBudget {
  private minute = 0;
  private readonly spent = new Map<string, Spent>();

  constructor(
    private readonly limits: BudgetLimits,
    private readonly clock: Clock,
  ) {}

  /** Whether an entry may still be kept in this minute, and if so whether with its body. */
  take(owner: string, bodyBytes: number): { entry: boolean; body: boolean } {
    const { entriesPerMinute, bodyBytesPerMinute } = this.limits;
    const spent = this.spentBy(owner);
    if (spent.entries >= entriesPerMinute) return { entry: false, body: false };
    spent.entries += 1;
    if (spent.bodyBytes + bodyBytes > bodyBytesPerMinute) return { entry: true, body: false };
    spent.bodyBytes += bodyBytes;
    return { entry: true, body: true };
  }

  private spentBy(owner: string): Spent {
    const minute = Math.floor(this.clock.now() / MINUTE_MS);
    if (minute !== this.minute) {
      this.minute = minute;
      this.spent.clear();
    }
    const spent = this.spent.get(owner) ?? { entries: 0, bodyBytes: 0 };
    this.spent.set(owner, spent);
    return spent;
  }
}
