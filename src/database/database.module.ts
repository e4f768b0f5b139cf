import { Global, Inject, Module } from '@nestjs/common';
import type { DynamicModule, OnApplicationShutdown } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { asSystem, LOGGER, systemClock } from '../common/index.js';
import type { Logger } from '../common/index.js';
import { SETTINGS } from '../config/index.js';
import type { RunSettings } from '../config/index.js';
import { dataSourceOptions } from './data-source.js';
import { DueWork } from './due-work.js';
import { HotPool } from './hot-pool.js';
import { DATABASE_ACCESS, DatabaseAccessModule } from './database-access.module.js';
import type { DatabaseAccess } from './session/index.js';
import { KeyRing, SealedTexts, untilInReach, Vault } from './vault/index.js';

/** Injects a `HotPool` whose statements wait for a lock for a quarter of a second at most. */
export const QUICK_POOL = Symbol('quick-pool');

const QUICK = { maxConnections: 4, lockTimeoutMs: 250, statementTimeoutMs: 5_000 };

/** The limits of everything but the hot path: requests for records, and changes by people. */
const LIMITS = { lockTimeoutMs: 8_000, statementTimeoutMs: 10_000 };

/** Provides `DataSource`, `HotPool`, `DueWork` an initialised `Vault` and `SealedTexts`. The schema must be up to date. */
@Global()
@Module({
  imports: [DatabaseAccessModule],
  providers: [
    {
      provide: HotPool,
      inject: [DATABASE_ACCESS],
      useFactory: (access: DatabaseAccess) => new HotPool(access),
    },
    {
      provide: QUICK_POOL,
      inject: [DATABASE_ACCESS],
      useFactory: (access: DatabaseAccess) => new HotPool(access, QUICK),
    },
    { provide: DueWork, inject: [HotPool], useFactory: (pool: HotPool) => new DueWork(pool) },
    {
      provide: Vault,
      inject: [HotPool, SETTINGS, LOGGER],
      useFactory: async (pool: HotPool, settings: RunSettings, logger: Logger) => {
        const vault = new Vault(pool, KeyRing.of(settings), systemClock);
        const warn = (message: string): void => logger.warn(message);
        const init = (): Promise<string[]> => untilInReach(() => vault.init(), warn);
        for (const warning of await asSystem(init)) warn(warning);
        return vault;
      },
    },
    {
      provide: SealedTexts,
      inject: [HotPool, Vault],
      useFactory: (pool: HotPool, vault: Vault) => new SealedTexts(pool, vault),
    },
  ],
  exports: [HotPool, QUICK_POOL, DueWork, SealedTexts, Vault, DatabaseAccessModule],
})
export class DatabaseModule implements OnApplicationShutdown {
  /** Registers the default data source here only, because an application that imports the package has its own. */
  static forRoot(): DynamicModule {
    const source = TypeOrmModule.forRootAsync({
      imports: [DatabaseAccessModule],
      inject: [DATABASE_ACCESS],
      useFactory: (access: DatabaseAccess) => ({
        ...dataSourceOptions({ ...access, ...LIMITS }, []),
        autoLoadEntities: true,
        retryAttempts: 0,
      }),
      // It asks the server for its version and settings.
      dataSourceFactory: async (options) => {
        if (!options) throw new Error('There is no data source without options.');
        return asSystem(() => new DataSource(options).initialize());
      },
    });
    return { module: DatabaseModule, imports: [source] };
  }

  constructor(
    @Inject(HotPool) private readonly pool: HotPool,
    @Inject(QUICK_POOL) private readonly quickPool: HotPool,
  ) {}

  async onApplicationShutdown(): Promise<void> {
    await Promise.all([this.pool.close(), this.quickPool.close()]);
  }
}
