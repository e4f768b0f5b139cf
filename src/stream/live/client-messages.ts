import type { WebSocket } from 'ws';
import { recordedTypes } from '../../catalogue/index.js';
import type { LiveCatalogue } from '../../catalogue/index.js';
import { AppError, inScope, invalid, scopeInUse } from '../../common/index.js';
import type { Logger } from '../../common/index.js';
import { decodePosition, encodePosition } from '../cursor.js';
import type { CursorResolver } from '../reading/cursor-resolver.js';
import { requireTypes } from '../subscription.js';
import { parseClientMessage } from './parse-client-message.js';
import type { ClientMessage } from './parse-client-message.js';
import type { Consumers } from './consumers.js';
import { controlFrame } from './frames.js';
import type { StreamConnection } from './stream-connection.js';
import { CLOSE } from './stream-options.js';

/** Stores acknowledgements one at a time. Of those that arrive meanwhile it keeps the furthest. */
class AckWriter {
  private next: number | undefined;
  private isStoring = false;

  constructor(
    private readonly store: (position: number) => Promise<number>,
    private readonly on: { stored: (position: number) => void; failed: (error: unknown) => void },
  ) {}

  add(position: number): void {
    this.next = Math.max(position, this.next ?? 0);
    if (!this.isStoring) void this.drain();
  }

  private async drain(): Promise<void> {
    this.isStoring = true;
    while (this.next !== undefined) {
      const position = this.next;
      this.next = undefined;
      await this.store(position).then(this.on.stored, this.on.failed);
    }
    this.isStoring = false;
  }
}

export interface MessageServices {
  cursors: CursorResolver;
  consumers: Consumers;
  catalogue: LiveCatalogue;
  logger: Logger;
}

const MAX_QUEUED_FRAMES = 200;

/** Handles the messages of one client, one after the other. */
export class ClientMessages {
  private readonly acks: AckWriter;
  private last: Promise<void> = Promise.resolve();
  private queued = 0;

  constructor(
    private readonly connection: StreamConnection,
    private readonly services: MessageServices,
  ) {
    const { tenantId, consumer } = connection.target;
    this.acks = new AckWriter(
      (position) => services.consumers.acknowledge(tenantId, consumer ?? '', position),
      {
        stored: (position) => {
          const cursor = encodePosition(tenantId, position);
          connection.writer.send(controlFrame('ack', { cursor }));
        },
        failed: (error) => this.sendError(error),
      },
    );
  }

  /** Handles them in the scope of the caller. */
  listen(socket: WebSocket): void {
    const scope = scopeInUse();
    socket.on('message', (data, isBinary) => {
      if (!this.connection.writer.isOpen) return;
      this.queued += 1;
      if (this.queued > MAX_QUEUED_FRAMES) {
        this.connection.close(CLOSE.tooManyFrames, 'too many frames at once');
        return;
      }
      const text = isBinary ? '' : textOf(data);
      this.last = inScope(scope, () => this.handleAfter(this.last, text));
    });
  }

  private async handleAfter(last: Promise<void>, text: string): Promise<void> {
    await last;
    await this.handleFrame(text).catch((error: unknown) => this.sendError(error));
    this.queued -= 1;
  }

  private async handleFrame(text: string): Promise<void> {
    if (!this.connection.writer.isOpen) return;
    const message = parseClientMessage(text);
    if (typeof message === 'string') throw malformed(message);
    await this.handle(message);
  }

  private async handle(message: ClientMessage): Promise<void> {
    const { connection, services } = this;
    const { tenantId } = connection.target;
    switch (message.method) {
      case 'ack':
        return this.acknowledge(message.cursor);
      case 'resume':
        return connection.resumeAt(await services.cursors.find(tenantId, message.cursor, 'cursor'));
      case 'subscribe': {
        const { types } = message;
        const { format } = connection;
        requireTypes({ types, format }, await recordedTypes(services.catalogue, types ?? []));
        return connection.subscribe(types);
      }
      case 'ping':
        return connection.writer.send(controlFrame('pong'));
      case 'pong':
    }
  }

  private acknowledge(cursor: string): void {
    const { consumer, tenantId } = this.connection.target;
    if (consumer === null) {
      const message = 'Acknowledgements are stored for a consumer: connect with ?consumer=<name>.';
      throw new AppError('no_consumer', 422, { message });
    }
    const position = decodePosition(tenantId, cursor);
    if (position === undefined || position > this.connection.furthest) {
      const message = 'is not a cursor that this stream has sent';
      throw invalid([{ pointer: '/cursor', code: 'invalid_cursor', message }]);
    }
    this.acks.add(position);
  }

  private sendError(error: unknown): void {
    const known = error instanceof AppError;
    if (!known) this.services.logger.error({ err: error }, 'handling a stream frame failed');
    this.connection.writer.send(
      controlFrame('error', {
        code: known ? error.code : 'unavailable',
        message: known
          ? error.details.message
          : 'This cannot be done at the moment. Try again shortly.',
      }),
    );
  }
}

function malformed(message: string): AppError {
  return new AppError('malformed_frame', 422, { message });
}

function textOf(data: Buffer | ArrayBuffer | Buffer[]): string {
  return Buffer.isBuffer(data) ? data.toString('utf8') : '';
}
