export { planFanout } from './fan-out.js';
export type { FanoutPlan } from './fan-out.js';
export { PendingFanouts } from './store/pending-fanouts.js';
export { PublishingApiModule } from './api/publishing-api.module.js';
export { PublishingModule } from './publishing.module.js';
export { Publisher } from './publisher.service.js';
export type { PublishAnswer } from './publish-contract.js';
export { RejectedPublishes } from './rejections/rejected-publishes.service.js';
export { RejectedPublishDto, RejectedPublishWithBodyDto } from './rejections/rejected.dto.js';
