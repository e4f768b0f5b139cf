import type { IncomingMessage, Server } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import type { Duplex } from 'node:stream';
import { Inject, Injectable } from '@nestjs/common';
import { WebSocketServer } from 'ws';
import { KeyWatch, scopeOf } from '../../auth/index.js';
import { AppError, inScope, publicId, unavailable } from '../../common/index.js';
import { refuseOnSocket, serveWithoutUpgrade } from '../../http/index.js';
import { ClientMessages } from './client-messages.js';
import type { MessageServices } from './client-messages.js';
import { LiveServices } from './live-services.service.js';
import { StreamConnection } from './stream-connection.js';
import type { StreamServices, StreamTarget } from './stream-connection.js';
import { StreamAuthorizer } from './stream-authorizer.js';
import type { StreamClient } from './stream-authorizer.js';
import { CLOSE, MAX_FRAME_BYTES, STREAM_OPTIONS_IN_USE } from './stream-options.js';
import type { StreamOptions } from './stream-options.js';
import { StreamSocket } from './stream-socket.js';

/** Counts open streams, so that one tenant cannot take the places of the others. */
class StreamLimits {
  private readonly byTenant = new Map<string, number>();
  private open = 0;

  constructor(private readonly limits: Pick<StreamOptions, 'maxStreams' | 'maxStreamsPerTenant'>) {}

  /** Counts a stream. Call the returned function once when it has ended. Throws 429 or 503. */
  acquire(tenantId: string): () => void {
    const { maxStreams, maxStreamsPerTenant } = this.limits;
    const own = this.byTenant.get(tenantId) ?? 0;
    if (own >= maxStreamsPerTenant) {
      const message = `The tenant has ${own} open streams in this process: close one, or try again.`;
      throw new AppError('too_many_streams', 429, { message, retryAfterSeconds: 5 });
    }
    if (this.open >= maxStreams) {
      const message = 'This process cannot take another stream. Try again shortly.';
      throw new AppError('unavailable', 503, { message, retryAfterSeconds: 5 });
    }
    this.open += 1;
    this.byTenant.set(tenantId, own + 1);
    return () => {
      this.open -= 1;
      const left = (this.byTenant.get(tenantId) ?? 1) - 1;
      if (left > 0) this.byTenant.set(tenantId, left);
      else this.byTenant.delete(tenantId);
    };
  }
}

const PATH = /^\/v1\/tenants\/([^/?#]+)\/stream(?:\?(.*))?$/;
/** Fragments of one message. Legitimate clients need few; more would only cost work. */
const MAX_FRAGMENTS = 64;
/** Network chunks that one frame may arrive in. */
const MAX_CHUNKS = 4_096;
/** Time for clients to answer the close frame when the process stops. */
const CLOSE_TIMEOUT_MS = 1_000;

/** Accepts WebSockets at `/v1/tenants/{tenant}/stream`; every other request is served without an upgrade. */
@Injectable()
export class StreamGateway {
  private readonly sockets = new WebSocketServer({
    noServer: true,
    WebSocket: StreamSocket,
    maxPayload: MAX_FRAME_BYTES,
    maxFragments: MAX_FRAGMENTS,
    maxBufferedChunks: MAX_CHUNKS,
    // One frame per turn of the event loop, so that a burst of one client does not delay the others.
    allowSynchronousEvents: false,
    perMessageDeflate: false,
    clientTracking: false,
  });
  private readonly connections = new Set<StreamConnection>();
  private readonly limits: StreamLimits;
  private isStopping = false;

  constructor(
    private readonly authorizer: StreamAuthorizer,
    private readonly keys: KeyWatch,
    @Inject(LiveServices) private readonly services: StreamServices & MessageServices,
    @Inject(STREAM_OPTIONS_IN_USE) private readonly options: StreamOptions,
  ) {
    this.limits = new StreamLimits(options);
  }

  /** Handles the upgrade requests of this server from now on. */
  attach(server: Server): void {
    server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
      const [, tenantRef, search = ''] = PATH.exec(request.url ?? '') ?? [];
      const isWebSocket = request.headers.upgrade?.toLowerCase() === 'websocket';
      if (tenantRef === undefined || !isWebSocket) {
        serveWithoutUpgrade(server, request, socket, head);
        return;
      }
      // The other listeners of the socket handle its end.
      socket.on('error', () => socket.destroy());
      this.admit(request, socket, { tenantRef, search }).then(
        ({ client, target }) =>
          this.sockets.handleUpgrade(request, socket, head, (webSocket) => {
            const serve = () => this.serve(webSocket, socket, client, target);
            void inScope(scopeOf(client.principal), serve);
          }),
        (error: unknown) => this.refuse(socket, error),
      );
    });
  }

  /** Closes all streams, so that their clients connect elsewhere, and resolves when they have ended. */
  async close(): Promise<void> {
    this.isStopping = true;
    for (const connection of this.connections) {
      connection.close(CLOSE.restarting, 'restarting: connect again');
    }
    const deadlineMs = performance.now() + CLOSE_TIMEOUT_MS;
    while (this.connections.size > 0 && performance.now() < deadlineMs) await pause(20);
    for (const connection of this.connections) connection.terminate();
  }

  private async admit(
    request: IncomingMessage,
    socket: Duplex,
    { tenantRef, search }: { tenantRef: string; search: string },
  ): Promise<{ client: StreamClient; target: StreamTarget }> {
    if (this.isStopping) throw unavailable('The process is stopping: connect again.');
    const client = await this.authorizer.admit(request, decoded(tenantRef));
    socket.once('close', this.limits.acquire(client.tenant.id));
    const scope = scopeOf(client.principal);
    return { client, target: await inScope(scope, () => this.authorizer.target(client, search)) };
  }

  private refuse(socket: Duplex, thrown: unknown): void {
    const error = refuseOnSocket(socket, thrown);
    if (error.status < 500) return;
    this.services.logger.error({ err: error.cause ?? error, code: error.code }, 'stream refused');
  }

  private async serve(
    socket: StreamSocket,
    connected: Duplex,
    { principal, tenant }: StreamClient,
    target: StreamTarget,
  ): Promise<void> {
    const { logger, metrics } = this.services;
    const connection = new StreamConnection(socket, connected, target, this.services, this.options);
    const logFields = {
      tenant_id: publicId('tenant', tenant.id),
      key_id: principal.keyId === null ? 'bootstrap' : publicId('apiKey', principal.keyId),
      format: target.subscription.format,
    };
    socket.guard((code, reason) => connection.close(code, reason));
    const stopWatching = this.keys.watch(principal, tenant.id, (cause) => {
      if (cause === 'key') connection.close(CLOSE.keyInvalid, 'the key is no longer valid');
      else connection.close(CLOSE.tenantDeleted, 'the tenant is being deleted, or was deleted');
    });
    const openedMs = performance.now();
    socket.once('close', (code) => {
      stopWatching();
      this.connections.delete(connection);
      metrics.streamsOpen.dec();
      const seconds = Math.round((performance.now() - openedMs) / 1000);
      logger.info({ ...logFields, code, events: connection.sentEvents, seconds }, 'stream closed');
    });
    this.connections.add(connection);
    metrics.streamsOpen.inc();
    logger.info(logFields, 'stream opened');
    new ClientMessages(connection, this.services).listen(socket);
    // The process may have begun to stop during the handshake.
    if (this.isStopping) connection.close(CLOSE.restarting, 'restarting: connect again');
    await connection.run().catch((error: unknown) => {
      logger.error({ err: error }, 'a stream failed');
      connection.close(CLOSE.failed, 'failed: continue with your last cursor');
    });
  }
}

function decoded(reference: string): string {
  try {
    return decodeURIComponent(reference);
  } catch {
    return '';
  }
}
