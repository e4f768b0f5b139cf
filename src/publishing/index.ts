export { FanoutFollowUp } from './fanout-follow-up.js';
export { PublishingApiModule } from './publishing-api.module.js';
export { PublishingModule } from './publishing.module.js';
export { Publisher } from './publisher.service.js';
export type { PublishAnswer } from './publisher.service.js';
