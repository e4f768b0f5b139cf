import { Injectable, Module } from '@nestjs/common';
import { IdentityCreated, IdentityUpdated } from '../../catalogue/index.js';
import { DomainEvents } from './domain-events.js';

/** Publishes what happens to identity records. Only the caller knows whether a person is new. */
@Injectable()
export class IdentityEvents extends DomainEvents {
  /** The first session of a person created the record. */
  readonly created = this.method(IdentityCreated);

  /** A later session of the same person updated the record. */
  readonly updated = this.method(IdentityUpdated);
}

/** For modules that publish identity events. Needs `PostriderModule` in the application, or `PostriderTestingModule` in a test. */
@Module({ providers: [IdentityEvents], exports: [IdentityEvents] })
export class IdentityEventsModule {}
