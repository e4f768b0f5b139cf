import { WebSocket } from 'ws';
import { CLOSE, MAX_FRAME_BYTES } from './stream-options.js';

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

/** Time for a client that was closed to read the reason. */
const CLOSE_GRACE_MS = 2_000;

const RATES: FrameRates = {
  frames: { atOnce: 1_000, perSecond: 200 },
  bytes: { atOnce: 256 * 1024, perSecond: 64 * 1024 },
};

const TOO_MANY = 'too many frames: at most 200 and 64 KiB a second';

/** Reason texts for the close codes that the WebSocket library sends (RFC 6455, section 7.4.1). */
const REASONS: Readonly<Partial<Record<number, string>>> = {
  1002: 'no valid WebSocket frame',
  1007: 'a text frame must be UTF-8',
  1008: 'a message in too many pieces',
  1009: `a message is larger than ${MAX_FRAME_BYTES / 1024} KiB`,
};

/**
 * The server's end of a stream. Limits what a client sends, pings and pongs included: a client that
 * exceeds its rates is closed with 1008, and nothing more is read from it.
 */
export class StreamSocket extends WebSocket {
  private readonly budget = new FrameBudget(RATES, performance.now());

  /** Counts every frame from now on. `close` is called once and must close the stream. */
  guard(close: (code: number, reason: string) => void): void {
    const count = (data: Buffer | ArrayBuffer | Buffer[]): void => {
      if (this.readyState !== WebSocket.OPEN) return;
      const bytes = Buffer.isBuffer(data) ? data.byteLength : 0;
      if (this.budget.spend(bytes, performance.now())) return;
      close(CLOSE.tooManyFrames, TOO_MANY);
      this.stopReading();
    };
    this.on('message', count);
    this.on('ping', count);
    this.on('pong', count);
    // After an invalid frame the library reads on and discards the data.
    this.on('error', () => setImmediate(() => this.stopReading()));
  }

  override close(code?: number, reason?: string | Buffer): void {
    super.close(code, reason ?? (code === undefined ? undefined : REASONS[code]));
  }

  /** Leaves further data in the network's buffers until the connection ends. */
  private stopReading(): void {
    this.pause();
    setTimeout(() => this.terminate(), CLOSE_GRACE_MS).unref();
  }
}
