import { Inject, Injectable } from '@nestjs/common';
import { CATALOGUE } from '../../catalogue/index.js';
import type { LiveCatalogue } from '../../catalogue/index.js';
import { LOGGER } from '../../common/index.js';
import type { Logger } from '../../common/index.js';
import { Metrics } from '../../metrics/index.js';
import { ChangeNotifier } from '../notifications/change-notifier.js';
import { CursorResolver } from '../reading/cursor-resolver.js';
import { EventReader } from '../reading/event-reader.js';
import type { MessageServices } from './client-messages.js';
import { Consumers } from './consumers.js';
import type { StreamServices } from './stream-connection.js';

/** What a gateway hands to each of its connections. */
@Injectable()
export class LiveServices implements StreamServices, MessageServices {
  constructor(
    readonly reader: EventReader,
    readonly notifier: ChangeNotifier,
    readonly cursors: CursorResolver,
    readonly consumers: Consumers,
    @Inject(CATALOGUE) readonly catalogue: LiveCatalogue,
    @Inject(LOGGER) readonly logger: Logger,
    readonly metrics: Metrics,
  ) {}
}
