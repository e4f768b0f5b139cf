/** Frames and bytes that a client may send: so many at once, and so many more with every second. */
export interface FrameRates {
  frames: { atOnce: number; perSecond: number };
  bytes: { atOnce: number; perSecond: number };
}

/** Counts what one connection sends against its rates. Time is in milliseconds and never goes back. */
export class FrameBudget {
  private frames: number;
  private bytes: number;
  private countedAtMs: number;

  constructor(
    private readonly rates: FrameRates,
    nowMs: number,
  ) {
    this.frames = rates.frames.atOnce;
    this.bytes = rates.bytes.atOnce;
    this.countedAtMs = nowMs;
  }

  /** Counts one frame; false where it is one too many. */
  spend(bytes: number, nowMs: number): boolean {
    const seconds = (nowMs - this.countedAtMs) / 1000;
    this.countedAtMs = nowMs;
    const { frames, bytes: rate } = this.rates;
    this.frames = Math.min(frames.atOnce, this.frames + seconds * frames.perSecond) - 1;
    this.bytes = Math.min(rate.atOnce, this.bytes + seconds * rate.perSecond) - bytes;
    return this.frames >= 0 && this.bytes >= 0;
  }
}
