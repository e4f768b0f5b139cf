import type { Server } from 'node:http';
import { Inject, Module } from '@nestjs/common';
import type { OnApplicationBootstrap, OnModuleDestroy } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import { CATALOGUE } from '../catalogue/index.js';
import type { LiveCatalogue } from '../catalogue/index.js';
import { LOGGER } from '../common/index.js';
import type { Logger } from '../common/index.js';
import { EventLogModule } from '../event-log/index.js';
import { EventsModule } from '../events/index.js';
import { Metrics } from '../metrics/index.js';
import { FeedController } from './feed/feed.controller.js';
import { Feed } from './feed/feed.service.js';
import { Consumers } from './live/consumers.js';
import { StreamAuthorizer } from './live/stream-authorizer.js';
import { StreamGateway } from './live/stream-gateway.js';
import { STREAM_OPTIONS } from './live/stream-options.js';
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
    StreamAuthorizer,
    {
      provide: StreamGateway,
      inject: [
        StreamAuthorizer,
        EventReader,
        ChangeNotifier,
        CursorResolver,
        Consumers,
        CATALOGUE,
        LOGGER,
        Metrics,
      ],
      useFactory: (
        authorizer: StreamAuthorizer,
        reader: EventReader,
        notifier: ChangeNotifier,
        ...[cursors, consumers, catalogue, logger, metrics]: [
          CursorResolver,
          Consumers,
          LiveCatalogue,
          Logger,
          Metrics,
        ]
      ) =>
        new StreamGateway(
          authorizer,
          { reader, notifier, cursors, consumers, catalogue, logger, metrics },
          STREAM_OPTIONS,
        ),
    },
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
