import type { Server } from 'node:http';
import { Inject, Module } from '@nestjs/common';
import type { OnApplicationBootstrap, OnModuleDestroy } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import { EventLogModule } from '../event-log/index.js';
import { EventsModule } from '../events/index.js';
import { FeedController } from './feed/feed.controller.js';
import { Feed } from './feed/feed.service.js';
import { Consumers } from './live/consumers.js';
import { LiveServices } from './live/live-services.service.js';
import { StreamAuthorizer } from './live/stream-authorizer.js';
import { StreamGateway } from './live/stream-gateway.js';
import { STREAM_OPTIONS, STREAM_OPTIONS_IN_USE } from './live/stream-options.js';
import { StreamController } from './live/stream.controller.js';
import { ChangeNotifier } from './notifications/change-notifier.js';
import { EventReader } from './reading/event-reader.js';
import { EventRenderer } from './reading/event-renderer.js';
import { CursorResolver } from './reading/cursor-resolver.js';

/**
 * The feed and the live stream of a tenant's events. Accepts WebSockets on the API's own HTTP server
 * while that runs. Needs database, catalogue, metrics and auth.
 */
@Module({
  imports: [EventLogModule, EventsModule],
  controllers: [FeedController, StreamController],
  providers: [
    Consumers,
    ChangeNotifier,
    EventReader,
    EventRenderer,
    Feed,
    CursorResolver,
    LiveServices,
    StreamAuthorizer,
    StreamGateway,
    { provide: STREAM_OPTIONS_IN_USE, useValue: STREAM_OPTIONS },
  ],
})
export class StreamModule implements OnApplicationBootstrap, OnModuleDestroy {
  constructor(
    @Inject(HttpAdapterHost) private readonly host: HttpAdapterHost,
    @Inject(StreamGateway) private readonly gateway: StreamGateway,
  ) {}

  onApplicationBootstrap(): void {
    this.gateway.attach(this.host.httpAdapter.getHttpServer() as Server);
  }

  async onModuleDestroy(): Promise<void> {
    await this.gateway.close();
  }
}
