import { Injectable } from '@nestjs/common';
import type { OnModuleDestroy, OnModuleInit } from '@nestjs/common';
import { Coalescer, runLoop } from '../../common/index.js';
import type { RunLoop } from '../../common/index.js';
import { HotPool } from '../../database/index.js';
import type { EventTypeDefinition } from '../event-type.js';
import { schemaErrors } from './compile-schema.js';
import { defineRegisteredType } from './registered-type.js';
import { findRegisteredSince } from './registered-types.query.js';

const POLL_MS = 1_000;

/** The event types that were registered over the API, as this process knows them: a second old at most. */
@Injectable()
export class RegisteredTypes implements OnModuleInit, OnModuleDestroy {
  private readonly definitions = new Map<string, EventTypeDefinition>();
  private revision = 0;
  private polling: RunLoop | undefined;
  /** Who asks while a look is under way gets the next one: the first may have come too early. */
  private readonly looks = new Coalescer<null, void>((callers) => this.look(callers), {
    maxItems: Infinity,
    isRowError: () => false,
  });

  constructor(private readonly pool: HotPool) {}

  async onModuleInit(): Promise<void> {
    // JSON Schema's own schema is compiled at its first use: no registration is to wait for that.
    schemaErrors({});
    await this.refresh();
    const poll = (): Promise<boolean> => this.refresh().then(() => false);
    // While the database is unreachable the known types are used; a refresh rejects with the error.
    this.polling = runLoop(poll, { everyMs: POLL_MS, onError: () => undefined });
  }

  async onModuleDestroy(): Promise<void> {
    await this.polling?.stop();
  }

  get(type: string): EventTypeDefinition | undefined {
    return this.definitions.get(type);
  }

  /** In the order of their names. */
  list(): EventTypeDefinition[] {
    return [...this.definitions.values()].sort((a, b) => (a.type < b.type ? -1 : 1));
  }

  /** Afterwards everything is known that was committed before the call. */
  refresh(): Promise<void> {
    return this.looks.add(null);
  }

  private async look(callers: null[]): Promise<void[]> {
    for (const { revision, ...of } of await this.pool.run(findRegisteredSince, [this.revision])) {
      this.definitions.set(of.type, defineRegisteredType(of));
      this.revision = revision;
    }
    return callers.map(() => undefined);
  }
}
