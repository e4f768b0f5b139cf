/** The package: what an application imports to publish through Postrider. */
import 'reflect-metadata';

export { AppError as PostriderError } from './common/index.js';
export type { FieldError } from './common/index.js';
export { DomainPublisher as Publisher } from './publishing/domains/domain-publisher.js';
export type { DomainPublishOptions } from './publishing/domains/domain-events.js';
export { PostriderModule, PostriderOptionsError } from './publishing/host/index.js';
export type { PostriderAsyncOptions, PostriderOptions } from './publishing/host/index.js';
export type { PublishAnswer } from './publishing/publish-answer.js';
export type { PublishRequest } from './publishing/publish-request.js';
export { CaseEventsModule } from './publishing/domains/case/case-events.module.js';
export { CaseEvents } from './publishing/domains/case/case-events.service.js';
export { CheckEventsModule } from './publishing/domains/check/check-events.module.js';
export { CheckEvents } from './publishing/domains/check/check-events.service.js';
export { ComplianceRecordEventsModule } from './publishing/domains/compliance-record/compliance-record-events.module.js';
export { ComplianceRecordEvents } from './publishing/domains/compliance-record/compliance-record-events.service.js';
export { DocumentEventsModule } from './publishing/domains/document/document-events.module.js';
export { DocumentEvents } from './publishing/domains/document/document-events.service.js';
export { IdentityEventsModule } from './publishing/domains/identity/identity-events.module.js';
export { IdentityEvents } from './publishing/domains/identity/identity-events.service.js';
export { SessionEventsModule } from './publishing/domains/session/session-events.module.js';
export { SessionEvents } from './publishing/domains/session/session-events.service.js';
export { ThirdPartyVerificationEventsModule } from './publishing/domains/third-party-verification/third-party-verification-events.module.js';
export { ThirdPartyVerificationEvents } from './publishing/domains/third-party-verification/third-party-verification-events.service.js';
export { VerificationEventsModule } from './publishing/domains/verification/verification-events.module.js';
export { VerificationEvents } from './publishing/domains/verification/verification-events.service.js';
export { WatchlistEventsModule } from './publishing/domains/watchlist/watchlist-events.module.js';
export { WatchlistEvents } from './publishing/domains/watchlist/watchlist-events.service.js';
