import { Module } from '@nestjs/common';
import { CATALOGUE } from '../catalogue/index.js';
import type { LiveCatalogue } from '../catalogue/index.js';
import { LOGGER } from '../common/index.js';
import type { Logger } from '../common/index.js';
import { EventOrderModule } from '../event-order/index.js';
import { Metrics } from '../metrics/index.js';
import { FeedController } from './feed/feed.controller.js';
import { Feed } from './feed/feed.service.js';
import { Beginnings } from './live/beginnings.js';
import { Consumers } from './live/consumers.js';
import { StreamDoor } from './live/stream-door.js';
import { StreamGateway } from './live/stream-gateway.js';
import { STREAM_OPTIONS } from './live/stream-options.js';
import { StreamServer } from './live/stream-server.js';
import { StreamController } from './live/stream.controller.js';
import { EventNews } from './news/event-news.js';
import { EventReader } from './reading/event-reader.js';
import { EventTeller } from './reading/event-teller.js';
import { StartingPoints } from './reading/starting-points.js';

/** The feed and the live stream of a tenant's events. Needs auth, and an HTTP server. */
@Module({
  imports: [EventOrderModule],
  controllers: [FeedController, StreamController],
  providers: [
    Beginnings,
    Consumers,
    EventNews,
    EventReader,
    EventTeller,
    Feed,
    StartingPoints,
    StreamDoor,
    StreamServer,
    {
      provide: StreamGateway,
      inject: [
        StreamDoor,
        EventReader,
        EventNews,
        StartingPoints,
        Consumers,
        CATALOGUE,
        LOGGER,
        Metrics,
      ],
      useFactory: (
        door: StreamDoor,
        reader: EventReader,
        news: EventNews,
        ...[starts, consumers, catalogue, logger, metrics]: [
          StartingPoints,
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
