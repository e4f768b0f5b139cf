/** The package: what an application imports to publish through Postrider. */
import 'reflect-metadata';

export { AppError as PostriderError } from './common/index.js';
export type { FieldError } from './common/index.js';
export { DomainPublisher as Publisher } from './publishing/domain-publisher.js';
export type { DomainPublishOptions } from './publishing/domain-events.js';
export { PostriderModule, PostriderOptionsError } from './publishing/host/index.js';
export type { PostriderAsyncOptions, PostriderOptions } from './publishing/host/index.js';
export type { PublishAnswer } from './publishing/publish-answer.js';
export type { PublishRequest } from './publishing/publish-request.js';
export { CaseEventsModule } from './publishing/case/case-events.module.js';
export { CaseEvents } from './publishing/case/case-events.service.js';
export { CheckEventsModule } from './publishing/check/check-events.module.js';
export { CheckEvents } from './publishing/check/check-events.service.js';
export { ComplianceRecordEventsModule } from './publishing/compliance-record/compliance-record-events.module.js';
export { ComplianceRecordEvents } from './publishing/compliance-record/compliance-record-events.service.js';
export { DocumentEventsModule } from './publishing/document/document-events.module.js';
export { DocumentEvents } from './publishing/document/document-events.service.js';
export { IdentityEventsModule } from './publishing/identity/identity-events.module.js';
export { IdentityEvents } from './publishing/identity/identity-events.service.js';
export { SessionEventsModule } from './publishing/session/session-events.module.js';
export { SessionEvents } from './publishing/session/session-events.service.js';
export { ThirdPartyVerificationEventsModule } from './publishing/third-party-verification/third-party-verification-events.module.js';
export { ThirdPartyVerificationEvents } from './publishing/third-party-verification/third-party-verification-events.service.js';
export { VerificationEventsModule } from './publishing/verification/verification-events.module.js';
export { VerificationEvents } from './publishing/verification/verification-events.service.js';
export { WatchlistEventsModule } from './publishing/watchlist/watchlist-events.module.js';
export { WatchlistEvents } from './publishing/watchlist/watchlist-events.service.js';
