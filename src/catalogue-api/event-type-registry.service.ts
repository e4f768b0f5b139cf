import { Inject, Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { AuditLog } from '../auth/index.js';
import type { Principal } from '../auth/index.js';
import { CATALOGUE, checkRegistration, storeRegistration } from '../catalogue/index.js';
import type { EventTypeDefinition, LiveCatalogue, Registration } from '../catalogue/index.js';
import { AppError, conflict } from '../common/index.js';

/** Adds event types that providers define. */
@Injectable()
export class EventTypeRegistry {
  constructor(
    @InjectDataSource() private readonly source: DataSource,
    @Inject(CATALOGUE) private readonly catalogue: LiveCatalogue,
    private readonly audit: AuditLog,
  ) {}

  /** Errors: 409 `event_type_reserved`, 422 `validation_failed` or `too_many_event_types`. */
  async register(registration: Registration, principal: Principal): Promise<EventTypeDefinition> {
    const { type } = registration;
    if (this.catalogue.isReserved(type)) {
      throw conflict('event_type_reserved', `"${type}" is the name of a type that is built in.`);
    }
    await checkRegistration(registration);
    await this.source.transaction(async (manager) => {
      const version = await storeRegistration(manager, registration);
      if (version === undefined) throw tooMany();
      const action = 'event_type.registered';
      const details = {
        version,
        before: { version: version > 1 ? version - 1 : null },
        after: { version },
      };
      const fact = { principal, tenantId: null, action, target: type, details };
      await this.audit.write(manager, fact);
    });
    const definition = await this.catalogue.latest(type);
    if (!definition) throw new Error(`The event type ${type} was registered and is not there.`);
    return definition;
  }
}

function tooMany(): AppError {
  const message = 'There are as many event types as there may be.';
  return new AppError('too_many_event_types', 422, { message });
}
