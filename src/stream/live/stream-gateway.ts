import type { IncomingMessage, Server } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import type { Duplex } from 'node:stream';
import { WebSocketServer } from 'ws';
import { AppError, publicId, unavailable } from '../../common/index.js';
import { refuseUpgrade, serveWithoutUpgrade } from '../../http/index.js';
import { ClientMessages } from './client-messages.js';
import type { DialogueServices } from './client-messages.js';
import { StreamConnection } from './stream-connection.js';
import type { StreamServices, StreamTarget } from './stream-connection.js';
import type { StreamAuthorizer, StreamClient } from './stream-authorizer.js';
import { CLOSE, MAX_FRAME_BYTES } from './stream-options.js';
import type { StreamOptions } from './stream-options.js';
import { StreamSocket } from './stream-socket.js';

/** Counts streams, so that one tenant leaves room for the others. */
class StreamLimits {
  private readonly byTenant = new Map<string, number>();
  private taken = 0;

  constructor(private readonly limits: Pick<StreamOptions, 'maxStreams' | 'maxStreamsPerTenant'>) {}

  /** To be given back, once, by calling the answer. 429 or 503 where there is none. */
  take(tenantId: string): () => void {
    const { maxStreams, maxStreamsPerTenant } = this.limits;
    const own = this.byTenant.get(tenantId) ?? 0;
    if (own >= maxStreamsPerTenant) {
      const message = `The tenant has ${own} streams open here: close one, or try again.`;
      throw new AppError('too_many_streams', 429, { message, retryAfterSeconds: 5 });
    }
    if (this.taken >= maxStreams) {
      const message = 'This process has no room for another stream. Try again shortly.';
      throw new AppError('unavailable', 503, { message, retryAfterSeconds: 5 });
    }
    this.taken += 1;
    this.byTenant.set(tenantId, own + 1);
    return () => {
      this.taken -= 1;
      const left = (this.byTenant.get(tenantId) ?? 1) - 1;
      if (left > 0) this.byTenant.set(tenantId, left);
      else this.byTenant.delete(tenantId);
    };
  }
}

const PATH = /^\/v1\/tenants\/([^/?#]+)\/stream(?:\?(.*))?$/;
/** Of one message; more of them are no more than a way to make work. */
const MAX_FRAGMENTS = 64;
/** Pieces in which the network may bring a frame. */
const MAX_CHUNKS = 4_096;
/** For clients to say goodbye when the process stops. */
const GOODBYE_MS = 1_000;

/** Takes requests for a WebSocket at `/v1/tenants/{tenant}/stream`; everything else is served as it would be without. */
export class StreamGateway {
  private readonly sockets = new WebSocketServer({
    noServer: true,
    WebSocket: StreamSocket,
    maxPayload: MAX_FRAME_BYTES,
    maxFragments: MAX_FRAGMENTS,
    maxBufferedChunks: MAX_CHUNKS,
    // One frame a turn of the event loop, however many came at once: others have their turns between.
    allowSynchronousEvents: false,
    perMessageDeflate: false,
    clientTracking: false,
  });
  private readonly connections = new Set<StreamConnection>();
  private readonly places: StreamLimits;
  private isStopping = false;

  constructor(
    private readonly door: StreamAuthorizer,
    private readonly services: StreamServices & DialogueServices,
    private readonly options: StreamOptions,
  ) {
    this.places = new StreamLimits(options);
  }

  attach(server: Server): void {
    server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
      const [, tenantRef, search = ''] = PATH.exec(request.url ?? '') ?? [];
      const isOurs = request.headers.upgrade?.toLowerCase() === 'websocket';
      if (tenantRef === undefined || !isOurs) {
        serveWithoutUpgrade(server, request, socket, head);
        return;
      }
      // Whatever becomes of the socket, its other listeners learn it by its end.
      socket.on('error', () => socket.destroy());
      this.admit(request, socket, { tenantRef, search }).then(
        ({ visitor, target }) =>
          this.sockets.handleUpgrade(request, socket, head, (client) => {
            void this.serve(client, request, visitor, target);
          }),
        (error: unknown) => this.refuse(socket, error),
      );
    });
  }

  /** Ends all streams, so that their clients connect elsewhere; resolves when they are gone. */
  async close(): Promise<void> {
    this.isStopping = true;
    for (const one of this.connections) one.close(CLOSE.restarting, 'restarting: connect again');
    const deadlineMs = performance.now() + GOODBYE_MS;
    while (this.connections.size > 0 && performance.now() < deadlineMs) await pause(20);
    for (const one of this.connections) one.terminate();
  }

  private async admit(
    request: IncomingMessage,
    socket: Duplex,
    asked: { tenantRef: string; search: string },
  ): Promise<{ visitor: StreamClient; target: StreamTarget }> {
    if (this.isStopping) throw unavailable('The process is stopping: connect again.');
    const visitor = await this.door.identify(request, decoded(asked.tenantRef));
    socket.once('close', this.places.take(visitor.tenant.id));
    return { visitor, target: await this.door.target(visitor, asked.search) };
  }

  private refuse(socket: Duplex, thrown: unknown): void {
    const error = refuseUpgrade(socket, thrown);
    if (error.status < 500) return;
    this.services.logger.error({ err: error.cause ?? error, code: error.code }, 'stream refused');
  }

  private async serve(
    socket: StreamSocket,
    request: IncomingMessage,
    { principal, tenant }: StreamClient,
    target: StreamTarget,
  ): Promise<void> {
    const { logger, metrics } = this.services;
    const connection = new StreamConnection(socket, target, this.services, this.options);
    const about = {
      tenant_id: publicId('tenant', tenant.id),
      key_id: principal.keyId === null ? 'bootstrap' : publicId('apiKey', principal.keyId),
      format: target.subscription.format,
    };
    socket.guard((code, reason) => connection.close(code, reason));
    const recheck = setInterval(
      () => void this.recheck(connection, request, tenant.id),
      this.options.recheckMs,
    );
    const openedMs = performance.now();
    socket.once('close', (code) => {
      clearInterval(recheck);
      this.connections.delete(connection);
      metrics.streamsOpen.dec();
      const seconds = Math.round((performance.now() - openedMs) / 1000);
      logger.info({ ...about, code, events: connection.sentEvents, seconds }, 'stream closed');
    });
    this.connections.add(connection);
    metrics.streamsOpen.inc();
    logger.info(about, 'stream opened');
    new ClientMessages(connection, this.services).listen(socket);
    // It may have begun to stop while the handshake was under way.
    if (this.isStopping) connection.close(CLOSE.restarting, 'restarting: connect again');
    await connection.run().catch((error: unknown) => {
      logger.error({ err: error }, 'a stream failed');
      connection.close(CLOSE.failed, 'failed: go on with your last cursor');
    });
  }

  /** A key that was revoked, or a tenant that was deleted, ends the stream. */
  private async recheck(
    connection: StreamConnection,
    request: IncomingMessage,
    tenantId: string,
  ): Promise<void> {
    try {
      await this.door.identify(request, publicId('tenant', tenantId));
    } catch (error) {
      // The database is away: what was allowed stays allowed.
      if (!(error instanceof AppError) || error.status >= 500) return;
      if (error.status === 404) connection.close(CLOSE.tenantGone, 'the tenant is gone');
      else connection.close(CLOSE.keyGone, 'the key is not valid any more');
    }
  }
}

function decoded(reference: string): string {
  try {
    return decodeURIComponent(reference);
  } catch {
    return '';
  }
}
