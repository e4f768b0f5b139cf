export { PostriderTestingModule } from './postrider-testing.module.js';
export { RecordingPublisher } from './recording-publisher.js';
export type { PostriderTestingOptions, RecordedEvent } from './recording-publisher.js';
