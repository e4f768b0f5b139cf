/** Limits on what a client sends: two token buckets, of frames and of bytes. */
export interface FrameRates {
  frames: { atOnce: number; perSecond: number };
  bytes: { atOnce: number; perSecond: number };
}

/** Counts the frames of one connection against its rates. `nowMs` must never decrease. */
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

  /** Counts one frame. Returns false if it exceeds a limit. */
  spend(bytes: number, nowMs: number): boolean {
    const seconds = (nowMs - this.countedAtMs) / 1000;
    this.countedAtMs = nowMs;
    const { frames, bytes: rate } = this.rates;
    this.frames = Math.min(frames.atOnce, this.frames + seconds * frames.perSecond) - 1;
    this.bytes = Math.min(rate.atOnce, this.bytes + seconds * rate.perSecond) - bytes;
    return this.frames >= 0 && this.bytes >= 0;
  }
}
