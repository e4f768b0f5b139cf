/** The package: what an application imports to publish through Postrider. */
import 'reflect-metadata';

export { AppError as PostriderError } from './common/index.js';
export type { FieldError } from './common/index.js';
export { DomainPublisher as Publisher } from './publishing/domains/domain-events.js';
export type { DomainPublishOptions } from './publishing/domains/domain-events.js';
export { PostriderModule, PostriderOptionsError } from './publishing/host/index.js';
export type { PostriderAsyncOptions, PostriderOptions } from './publishing/host/index.js';
export type { PublishAnswer, PublishRequest } from './publishing/publish-contract.js';
export { CaseEvents, CaseEventsModule } from './publishing/domains/case-events.js';
export { CheckEvents, CheckEventsModule } from './publishing/domains/check-events.js';
export {
  ComplianceRecordEvents,
  ComplianceRecordEventsModule,
} from './publishing/domains/compliance-record-events.js';
export { DocumentEvents, DocumentEventsModule } from './publishing/domains/document-events.js';
export { IdentityEvents, IdentityEventsModule } from './publishing/domains/identity-events.js';
export { SessionEvents, SessionEventsModule } from './publishing/domains/session-events.js';
export {
  ThirdPartyVerificationEvents,
  ThirdPartyVerificationEventsModule,
} from './publishing/domains/third-party-verification-events.js';
export {
  VerificationEvents,
  VerificationEventsModule,
} from './publishing/domains/verification-events.js';
export { WatchlistEvents, WatchlistEventsModule } from './publishing/domains/watchlist-events.js';
