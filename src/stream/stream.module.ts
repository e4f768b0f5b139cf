import { Module } from '@nestjs/common';
import { CATALOGUE } from '../catalogue/index.js';
import type { LiveCatalogue } from '../catalogue/index.js';
import { LOGGER } from '../common/index.js';
import type { Logger } from '../common/index.js';
import { EventLogModule } from '../event-log/index.js';
import { EventsModule } from '../events/index.js';
import { Metrics } from '../metrics/index.js';
import { FeedController } from './feed/feed.controller.js';
import { Feed } from './feed/feed.service.js';
import { Beginnings } from './live/beginnings.js';
import { Consumers } from './live/consumers.js';
import { StreamAuthorizer } from './live/stream-authorizer.js';
import { StreamGateway } from './live/stream-gateway.js';
import { STREAM_OPTIONS } from './live/stream-options.js';
import { StreamServer } from './live/stream-server.js';
import { StreamController } from './live/stream.controller.js';
import { ChangeNotifier } from './notifications/change-notifier.js';
import { EventReader } from './reading/event-reader.js';
import { EventRenderer } from './reading/event-renderer.js';
import { CursorResolver } from './reading/cursor-resolver.js';

/** The feed and the live stream of a tenant's events. Needs auth, and an HTTP server. */
@Module({
  imports: [EventLogModule, EventsModule],
  controllers: [FeedController, StreamController],
  providers: [
    Beginnings,
    Consumers,
    ChangeNotifier,
    EventReader,
    EventRenderer,
    Feed,
    CursorResolver,
    StreamAuthorizer,
    StreamServer,
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
        door: StreamAuthorizer,
        reader: EventReader,
        news: ChangeNotifier,
        ...[starts, consumers, catalogue, logger, metrics]: [
          CursorResolver,
          Consumers,
          LiveCatalogue,
          Logger,
          Metrics,
        ]
      ) =>
        new StreamGateway(
          door,
          { reader, news, starts, consumers, catalogue, logger, metrics },
          STREAM_OPTIONS,
        ),
    },
  ],
})
export class StreamModule {}
