import { Module } from '@nestjs/common';
import type { DynamicModule } from '@nestjs/common';
import { DomainPublisher } from '../domains/domain-events.js';
import { RecordingPublisher } from './recording-publisher.js';
import type { PostriderTestingOptions } from './recording-publisher.js';

/**
 * In the place of `PostriderModule` in tests: connects to nothing. What was published is in the
 * `RecordingPublisher`, `moduleRef.get(RecordingPublisher)`.
 */
@Module({})
export class PostriderTestingModule {
  static forRoot(options: PostriderTestingOptions = {}): DynamicModule {
    return {
      module: PostriderTestingModule,
      global: true,
      providers: [
        { provide: RecordingPublisher, useFactory: () => new RecordingPublisher(options) },
        { provide: DomainPublisher, useExisting: RecordingPublisher },
      ],
      exports: [RecordingPublisher, DomainPublisher],
    };
  }
}
