import type { WakeUps } from './wake-ups.js';

/** Ids that wait for the listener at most; the database knows the others. */
const MAX_WAITING = 10_000;

/** Wake-ups within one process: straight to its own dispatcher. */
export class InProcessWakeUps implements WakeUps {
  private listener: ((deliveryIds: string[]) => Promise<void>) | undefined;
  private waiting: string[] = [];
  private handing = false;
  private fanoutListener: (() => void) | undefined;

  announce(deliveryIds: string[]): void {
    if (!this.listener || this.waiting.length >= MAX_WAITING) return;
    this.waiting.push(...deliveryIds);
    if (!this.handing) void this.handOver();
  }

  announceFanout(): void {
    this.fanoutListener?.();
  }

  onFanout(listener: () => void): void {
    this.fanoutListener = listener;
  }

  listen(listener: (deliveryIds: string[]) => Promise<void>): Promise<void> {
    this.listener = listener;
    return Promise.resolve();
  }

  stopListening(): Promise<void> {
    this.listener = undefined;
    this.fanoutListener = undefined;
    this.waiting = [];
    return Promise.resolve();
  }

  ping(): Promise<void> {
    return Promise.resolve();
  }

  close(): Promise<void> {
    return this.stopListening();
  }

  private async handOver(): Promise<void> {
    this.handing = true;
    try {
      while (this.listener && this.waiting.length > 0) await this.listener(this.waiting.splice(0));
    } finally {
      this.handing = false;
    }
  }
}
