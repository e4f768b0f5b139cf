import type { Duplex } from 'node:stream';
import type { WebSocket } from 'ws';
import type { Logger } from '../../common/index.js';
import type { Metrics } from '../../metrics/index.js';
import { encodePosition } from '../cursor.js';
import type { ChangeNotifier, ChangeSubscription } from '../notifications/change-notifier.js';
import type { EventPage } from '../reading/event-page.js';
import type { EventReader } from '../reading/event-reader.js';
import type { StartingPoint } from '../reading/cursor-resolver.js';
import type { Subscription } from '../subscription.js';
import { controlFrame, gapFrame, pageFrames } from './frames.js';
import { FrameWriter } from './frame-writer.js';
import type { Flush } from './frame-writer.js';
import { CLOSE } from './stream-options.js';
import type { StreamOptions } from './stream-options.js';

/** The validated request of a client. */
export interface StreamTarget {
  tenantId: string;
  subscription: Subscription;
  start: StartingPoint;
  /** Null: acknowledgements are not stored. */
  consumer: string | null;
}

export interface StreamServices {
  reader: EventReader;
  notifier: ChangeNotifier;
  logger: Logger;
  metrics: Metrics;
}

const RETRY_MS = 1_000;
/** Fallback for changes of which no notification arrived. */
const IDLE_MS = 60_000;

/**
 * Sends one client its events: reads a page from the database while the previous one is being sent, and
 * holds no more than these two. A client that does not read them is closed; it can continue elsewhere
 * with its last cursor.
 */
export class StreamConnection {
  readonly writer: FrameWriter;
  /** The furthest position that was sent to the client. */
  furthest: number;
  sentEvents = 0;
  private position: number;
  private subscription: Subscription;
  private readonly changes: ChangeSubscription;
  /** Incremented when the position or the types change: a page that is being read is then discarded. */
  private generation = 0;
  private awaitsPong = false;

  constructor(
    private readonly socket: WebSocket,
    connection: Duplex,
    readonly target: StreamTarget,
    private readonly services: StreamServices,
    private readonly options: StreamOptions,
  ) {
    this.writer = new FrameWriter(socket, connection, options.maxBufferedBytes);
    this.subscription = target.subscription;
    this.position = target.start.position;
    this.furthest = this.position;
    this.changes = services.notifier.subscribe(target.tenantId);
    const markAlive = (): void => {
      this.awaitsPong = false;
    };
    socket.on('pong', markAlive);
    socket.on('message', markAlive);
  }

  /** Resolves when the connection is no longer open. */
  async run(): Promise<void> {
    this.sendReady();
    const heartbeat = setInterval(() => this.checkAlive(), this.options.heartbeatMs);
    this.socket.once('close', () => this.changes.close());
    try {
      await this.sendEvents();
    } finally {
      clearInterval(heartbeat);
      this.changes.close();
    }
  }

  /** Continues behind another position; a page that is being read is discarded. */
  resumeAt({ position, isGap }: StartingPoint): void {
    this.position = position;
    this.furthest = Math.max(this.furthest, position);
    this.writer.send(controlFrame('resume', { cursor: this.cursor }));
    if (isGap) this.writer.send(gapFrame(this.target.tenantId, position));
    this.readAgain();
  }

  subscribe(types: readonly string[] | null): void {
    this.subscription = { ...this.subscription, types };
    this.writer.send(controlFrame('subscribe', { types, cursor: this.cursor }));
    this.readAgain();
  }

  get format(): Subscription['format'] {
    return this.subscription.format;
  }

  close(code: number, reason: string): void {
    this.services.metrics.streamsClosed.inc({ code: String(code) });
    this.socket.close(code, reason);
    this.changes.wake();
  }

  /** Ends the connection without a close frame. */
  terminate(): void {
    this.socket.terminate();
  }

  private get cursor(): string {
    return encodePosition(this.target.tenantId, this.position);
  }

  private sendReady(): void {
    const { tenantId, start, consumer } = this.target;
    const { format, types } = this.subscription;
    const heartbeat_seconds = this.options.heartbeatMs / 1000;
    const ready = { cursor: this.cursor, format, types, consumer, heartbeat_seconds };
    this.writer.send(controlFrame('ready', ready));
    if (start.isGap) this.writer.send(gapFrame(tenantId, start.position));
  }

  private readAgain(): void {
    this.generation += 1;
    this.changes.wake();
  }

  private async sendEvents(): Promise<void> {
    let sending: Promise<Flush> = Promise.resolve('sent');
    while (this.writer.isOpen && !this.changes.ended) {
      this.changes.reset();
      const { generation } = this;
      const page = await this.read();
      if ((await sending) === 'stalled') return this.closeAsTooSlow();
      if (generation !== this.generation) continue;
      if (page) {
        this.position = page.position;
        this.furthest = Math.max(this.furthest, page.position);
        sending = this.writer.sendAll(this.countedFrames(page), this.options.stallMs);
      }
      if (!page?.more) await this.changes.next(page ? IDLE_MS : RETRY_MS);
    }
  }

  /** Returns undefined if the database cannot be read. */
  private async read(): Promise<EventPage | undefined> {
    const { reader, logger } = this.services;
    try {
      const { tenantId } = this.target;
      return await reader.read(tenantId, this.position, this.subscription, this.options.page);
    } catch (error) {
      logger.error({ err: error }, 'a stream cannot read its events; it retries');
      return undefined;
    }
  }

  private countedFrames(page: EventPage): string[] {
    this.sentEvents += page.items.length;
    this.services.metrics.streamEvents.inc(page.items.length);
    return pageFrames(this.target.tenantId, page);
  }

  private checkAlive(): void {
    if (this.awaitsPong) {
      if (this.socket.bufferedAmount > 0) return this.closeAsTooSlow();
      this.services.metrics.streamsClosed.inc({ code: 'silent' });
      return this.socket.terminate();
    }
    if (!this.writer.isOpen) return;
    this.awaitsPong = true;
    this.socket.ping();
    this.writer.send(controlFrame('ping', { cursor: this.cursor }));
  }

  private closeAsTooSlow(): void {
    if (this.writer.isOpen) this.close(CLOSE.tooSlow, 'too slow: continue with your last cursor');
  }
}
