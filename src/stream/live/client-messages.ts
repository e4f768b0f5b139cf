import type { WebSocket } from 'ws';
import { recordedTypes } from '../../catalogue/index.js';
import type { LiveCatalogue } from '../../catalogue/index.js';
import { AppError, invalid } from '../../common/index.js';
import type { Logger } from '../../common/index.js';
import { decodePosition, encodePosition } from '../cursor.js';
import type { CursorResolver } from '../reading/cursor-resolver.js';
import { requireTypes } from '../subscription.js';
import { parseClientMessage } from './client-message.js';
import type { ClientMessage } from './client-message.js';
import type { Consumers } from './consumers.js';
import { controlFrame } from './frames.js';
import type { StreamConnection } from './stream-connection.js';
import { CLOSE } from './stream-options.js';

/** Stores acknowledgements one at a time; of those that come meanwhile only the furthest counts. */
class AckWriter {
  private waiting: number | undefined;
  private isStoring = false;

  constructor(
    private readonly store: (position: number) => Promise<number>,
    private readonly on: { stored: (position: number) => void; failed: (error: unknown) => void },
  ) {}

  add(position: number): void {
    this.waiting = Math.max(position, this.waiting ?? 0);
    if (!this.isStoring) void this.drain();
  }

  private async drain(): Promise<void> {
    this.isStoring = true;
    while (this.waiting !== undefined) {
      const position = this.waiting;
      this.waiting = undefined;
      await this.store(position).then(this.on.stored, this.on.failed);
    }
    this.isStoring = false;
  }
}

export interface DialogueServices {
  starts: CursorResolver;
  consumers: Consumers;
  catalogue: LiveCatalogue;
  logger: Logger;
}

/** Frames of a client that wait for their turn. */
const MAX_WAITING = 200;

/** Answers what a client says, one frame after the other. */
export class ClientMessages {
  private readonly acks: AckWriter;
  private last: Promise<void> = Promise.resolve();
  private waiting = 0;

  constructor(
    private readonly connection: StreamConnection,
    private readonly services: DialogueServices,
  ) {
    const { tenantId, consumer } = connection.target;
    this.acks = new AckWriter(
      (position) => services.consumers.acknowledge(tenantId, consumer ?? '', position),
      {
        stored: (position) => {
          const cursor = encodePosition(tenantId, position);
          connection.outlet.send(controlFrame('ack', { cursor }));
        },
        failed: (error) => this.complain(error),
      },
    );
  }

  listen(socket: WebSocket): void {
    socket.on('message', (data, isBinary) => {
      if (!this.connection.outlet.isOpen) return;
      this.waiting += 1;
      if (this.waiting > MAX_WAITING) {
        this.connection.close(CLOSE.tooManyFrames, 'too many frames at once');
        return;
      }
      const text = isBinary ? '' : textOf(data);
      this.last = this.answerAfter(this.last, text);
    });
  }

  private async answerAfter(last: Promise<void>, text: string): Promise<void> {
    await last;
    await this.answer(text).catch((error: unknown) => this.complain(error));
    this.waiting -= 1;
  }

  private async answer(text: string): Promise<void> {
    if (!this.connection.outlet.isOpen) return;
    const message = parseClientMessage(text);
    if (typeof message === 'string') throw malformed(message);
    await this.do(message);
  }

  private async do(message: ClientMessage): Promise<void> {
    const { connection, services } = this;
    const { tenantId } = connection.target;
    switch (message.method) {
      case 'ack':
        return this.acknowledge(message.cursor);
      case 'resume':
        return connection.goTo(await services.starts.find(tenantId, message.cursor, 'cursor'));
      case 'subscribe': {
        const { types } = message;
        const { format } = connection;
        requireTypes({ types, format }, await recordedTypes(services.catalogue, types ?? []));
        return connection.subscribe(types);
      }
      case 'ping':
        return connection.outlet.send(controlFrame('pong'));
      case 'pong':
    }
  }

  private acknowledge(cursor: string): void {
    const { consumer, tenantId } = this.connection.target;
    if (consumer === null) {
      const message = 'Acknowledgements are kept under a name: connect with ?consumer=<name>.';
      throw new AppError('no_consumer', 422, { message });
    }
    const position = decodePosition(tenantId, cursor);
    if (position === undefined || position > this.connection.furthest) {
      const message = 'is no cursor that this stream has sent';
      throw invalid([{ pointer: '/cursor', code: 'invalid_cursor', message }]);
    }
    this.acks.add(position);
  }

  private complain(error: unknown): void {
    const known = error instanceof AppError;
    if (!known) this.services.logger.error({ err: error }, 'a frame of a stream was not answered');
    this.connection.outlet.send(
      controlFrame('error', {
        code: known ? error.code : 'unavailable',
        message: known ? error.details.message : 'This cannot be done just now. Try again shortly.',
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
