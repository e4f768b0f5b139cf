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
import { DirectClaimsModule, WakeUpsModule } from '../queue/index.js';

/** Provides what every process needs: settings, log, database, catalogue and wake-ups. */
@Global()
@Module({})
export class FoundationModule {
  static forRoot(settings: RunSettings, logger: Logger): DynamicModule {
    return {
      module: FoundationModule,
      imports: [
        SettingsModule.forRoot(settings),
        DatabaseModule.forRoot(),
        CatalogueModule,
        AssetsModule,
        MetricsModule,
        DirectClaimsModule,
        WakeUpsModule.forRoot(settings.redisUrl),
      ],
      providers: [{ provide: LOGGER, useValue: logger }],
      exports: [LOGGER],
    };
  }
}
