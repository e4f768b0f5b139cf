import { Global, Module } from '@nestjs/common';
import { SETTINGS } from '../config/index.js';
import type { RunSettings } from '../config/index.js';
import { AssetLinks, signS3Links } from './asset-links.js';

/** Provides `AssetLinks` everywhere. */
@Global()
@Module({
  providers: [
    {
      provide: AssetLinks,
      inject: [SETTINGS],
      useFactory: async ({ assetStore }: RunSettings) =>
        new AssetLinks(assetStore ? await signS3Links(assetStore) : null),
    },
  ],
  exports: [AssetLinks],
})
export class AssetsModule {}
