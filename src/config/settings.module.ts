import { Module } from '@nestjs/common';
import type { DynamicModule } from '@nestjs/common';
import { ReasonGuide } from './reason-guide.js';
import { SETTINGS } from './settings.js';
import type { RunSettings } from './settings.js';

/** Provides `SETTINGS` and `ReasonGuide` globally. */
@Module({})
export class SettingsModule {
  static forRoot(settings: RunSettings): DynamicModule {
    return {
      module: SettingsModule,
      global: true,
      providers: [{ provide: SETTINGS, useValue: settings }, ReasonGuide],
      exports: [SETTINGS, ReasonGuide],
    };
  }
}
