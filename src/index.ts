/** What an application of one's own imports to publish through Postrider. */
import 'reflect-metadata';

export { PostriderModule } from './app/postrider.module.js';
export { createLogger } from './common/index.js';
export type { Logger } from './common/index.js';
export { loadSettings, SettingsError } from './config/index.js';
export type { RunSettings, Settings } from './config/index.js';
export {
  CaseEvents,
  CaseEventsModule,
  CheckEvents,
  CheckEventsModule,
  ComplianceRecordEvents,
  ComplianceRecordEventsModule,
  DocumentEvents,
  DocumentEventsModule,
  IdentityEvents,
  IdentityEventsModule,
  Publisher,
  PublishingModule,
  SessionEvents,
  SessionEventsModule,
  ThirdPartyVerificationEvents,
  ThirdPartyVerificationEventsModule,
  VerificationEvents,
  VerificationEventsModule,
  WatchlistEvents,
  WatchlistEventsModule,
} from './publishing/index.js';
export type { DomainPublishOptions, PublishAnswer } from './publishing/index.js';
