import { Module } from '@nestjs/common';
import type { DynamicModule } from '@nestjs/common';
import { ReasonGuide } from './reason-guide.js';
import { SETTINGS } from './settings.token.js';
import type { RunSettings } from './settings.token.js';

/** Provides `SETTINGS`, and what speaks by them, everywhere. */
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
