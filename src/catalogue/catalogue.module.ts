import { Global, Module } from '@nestjs/common';
import { SETTINGS } from '../config/index.js';
import type { RunSettings } from '../config/index.js';
import { createCatalogue } from './catalogue.js';
import { packsNamed } from './packs.js';

/** Injects the `Catalogue` of the process. */
export const CATALOGUE = Symbol('catalogue');

@Global()
@Module({
  providers: [
    {
      provide: CATALOGUE,
      inject: [SETTINGS],
      useFactory: ({ catalogue }: RunSettings) => createCatalogue(packsNamed(catalogue)),
    },
  ],
  exports: [CATALOGUE],
})
export class CatalogueModule {}
