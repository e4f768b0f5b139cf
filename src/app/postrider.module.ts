import { Global, Module } from '@nestjs/common';
import type { DynamicModule } from '@nestjs/common';
import { AssetsModule } from '../assets/index.js';
import { CatalogueModule } from '../catalogue/index.js';
import { LOGGER } from '../common/index.js';
import type { Logger } from '../common/index.js';
import { SettingsModule } from '../config/index.js';
import type { RunSettings } from '../config/index.js';
import { DatabaseModule } from '../database/index.js';
import { MetricsModule } from '../metrics/index.js';
import { WakeUpsModule } from '../dispatch/index.js';

/**
 * What every part stands on: settings, log, database, catalogue and wake-ups. An application of
 * one's own imports this once, beside the domain modules that it publishes through.
 */
@Global()
@Module({})
export class PostriderModule {
  static forRoot(settings: RunSettings, logger: Logger): DynamicModule {
    return {
      module: PostriderModule,
      imports: [
        SettingsModule.forRoot(settings),
        DatabaseModule,
        CatalogueModule,
        AssetsModule,
        MetricsModule,
        WakeUpsModule.forRoot(settings.redisUrl),
      ],
      providers: [{ provide: LOGGER, useValue: logger }],
      exports: [LOGGER],
    };
  }
}
