import type { Duplex } from 'node:stream';
import type { WebSocket } from 'ws';

/** Whether the frames have left the process within the time limit. */
export type Flush = 'sent' | 'stalled' | 'closed';

/** Writes frames to a socket and reports whether they have left the process. */
export class FrameWriter {
  constructor(
    private readonly socket: WebSocket,
    /** What the frames of `socket` are written to. */
    private readonly connection: Duplex,
    /** The connection is terminated when the peer leaves more than this unread. */
    private readonly maxBufferedBytes: number,
  ) {}

  get isOpen(): boolean {
    return this.socket.readyState === this.socket.OPEN;
  }

  /** Writes one frame without waiting for it. */
  send(text: string): void {
    if (!this.isOpen) return;
    this.socket.send(text);
    if (this.socket.bufferedAmount > this.maxBufferedBytes) this.socket.terminate();
  }

  /**
   * Writes the frames together, because a call of the operating system costs more than a frame. Resolves when it has
   * accepted the last of them.
   */
  async sendAll(frames: readonly string[], withinMs: number): Promise<Flush> {
    if (!this.isOpen) return 'closed';
    if (frames.length === 0) return 'sent';
    return new Promise((resolve) => {
      const timer = setTimeout(() => resolve('stalled'), withinMs);
      const last = frames.length - 1;
      this.connection.cork();
      frames.forEach((text, index) => {
        if (index < last) return this.socket.send(text);
        this.socket.send(text, (error) => {
          clearTimeout(timer);
          resolve(error ? 'closed' : 'sent');
        });
      });
      this.connection.uncork();
    });
  }
}
