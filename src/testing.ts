/** The package's part for tests of an application: publishers that need no database. */
import 'reflect-metadata';

export { PostriderTestingModule, RecordingPublisher } from './publishing/testing/index.js';
export type { PostriderTestingOptions, RecordedEvent } from './publishing/testing/index.js';
