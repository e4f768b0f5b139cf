import type { WebSocket } from 'ws';

/** Frames that were handed over, and whether they have left within the time. */
export type Flush = 'sent' | 'stalled' | 'closed';

/** The sending half of a socket: knows whether what it was given has left the process. */
export class FrameWriter {
  constructor(
    private readonly socket: WebSocket,
    /** Of frames that the other side does not take; beyond it the connection ends. */
    private readonly maxBufferedBytes: number,
  ) {}

  get isOpen(): boolean {
    return this.socket.readyState === this.socket.OPEN;
  }

  /** One frame for which nobody waits. */
  send(text: string): void {
    if (!this.isOpen) return;
    this.socket.send(text);
    if (this.socket.bufferedAmount > this.maxBufferedBytes) this.socket.terminate();
  }

  /** Sends the frames and resolves when the last of them is with the operating system. */
  async sendAll(frames: readonly string[], withinMs: number): Promise<Flush> {
    if (!this.isOpen) return 'closed';
    if (frames.length === 0) return 'sent';
    return new Promise((resolve) => {
      const timer = setTimeout(() => resolve('stalled'), withinMs);
      const last = frames.length - 1;
      frames.forEach((text, index) => {
        if (index < last) return this.socket.send(text);
        this.socket.send(text, (error) => {
          clearTimeout(timer);
          resolve(error ? 'closed' : 'sent');
        });
      });
    });
  }
}
