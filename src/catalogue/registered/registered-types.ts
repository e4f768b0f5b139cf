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

/**
 * The event types that were registered over the API, as this process knows them: at most one second
 * old.
 */
@Injectable()
export class RegisteredTypes implements OnModuleInit, OnModuleDestroy {
  private readonly definitions = new Map<string, EventTypeDefinition>();
  private revision = 0;
  private polling: RunLoop | undefined;
  /**
   * A caller that arrives during a query waits for the next one, because the current one may miss
   * its changes.
   */
  private readonly looks = new Coalescer<null, void>((callers) => this.look(callers), {
    maxItems: Infinity,
    isRowError: () => false,
  });

  constructor(private readonly pool: HotPool) {}

  async onModuleInit(): Promise<void> {
    // Compiles JSON Schema's own schema now, so that no registration waits for it.
    schemaErrors({});
    await this.refresh();
    const poll = (): Promise<boolean> => this.refresh().then(() => false);
    // While the database is unreachable, the known types stay in use, and `refresh` rejects with the error.
    this.polling = runLoop(poll, { everyMs: POLL_MS, onError: () => undefined });
  }

  async onModuleDestroy(): Promise<void> {
    await this.polling?.stop();
  }

  get(type: string): EventTypeDefinition | undefined {
    return this.definitions.get(type);
  }

  /** Returns the types in the order of their names. */
  list(): EventTypeDefinition[] {
    return [...this.definitions.values()].sort((a, b) => (a.type < b.type ? -1 : 1));
  }

  /** Resolves when every type is known that was committed before the call. */
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
