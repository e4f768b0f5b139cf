import { Module } from '@nestjs/common';
import { ChannelsModule } from '../channels/index.js';
import { SETTINGS } from '../config/index.js';
import type { RunSettings } from '../config/index.js';
import { DispatchModule } from '../delivery/index.js';
import { EndpointsModule } from '../endpoints/index.js';
import { PublishingModule } from '../publishing/index.js';
import { ConfirmationMails } from './confirmation-mails.service.js';
import { EndpointMonitor } from './endpoint-monitor.service.js';
import { ExhaustedDeliveries } from './exhausted-deliveries.js';
import { FailingEndpoints } from './failing-endpoints.js';
import { MONITOR_RULES, monitorRules } from './next-step.js';
import { NoticePublisher } from './notice-publisher.js';

/** Provides `EndpointMonitor`, not yet started. */
@Module({
  imports: [ChannelsModule, EndpointsModule, PublishingModule, DispatchModule],
  providers: [
    {
      provide: MONITOR_RULES,
      inject: [SETTINGS],
      useFactory: ({ disableAfterMs }: RunSettings) => monitorRules(disableAfterMs),
    },
    ConfirmationMails,
    ExhaustedDeliveries,
    FailingEndpoints,
    NoticePublisher,
    EndpointMonitor,
  ],
  exports: [EndpointMonitor, ExhaustedDeliveries, FailingEndpoints, NoticePublisher],
})
export class EndpointMonitorModule {}
