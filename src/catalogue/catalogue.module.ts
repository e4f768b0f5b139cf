import { Global, Module } from '@nestjs/common';
import { SETTINGS } from '../config/index.js';
import type { RunSettings } from '../config/index.js';
import { createCatalogue, createLiveCatalogue } from './catalogue.js';
import { packsNamed } from './packs.js';
import { RegisteredTypes } from './registered/registered-types.js';

/** Injects the `LiveCatalogue` of the process. */
export const CATALOGUE = Symbol('catalogue');

/** Provides the catalogue. Needs settings and database. */
@Global()
@Module({
  providers: [
    RegisteredTypes,
    {
      provide: CATALOGUE,
      inject: [SETTINGS, RegisteredTypes],
      useFactory: ({ catalogue }: RunSettings, registered: RegisteredTypes) =>
        createLiveCatalogue(createCatalogue(packsNamed(catalogue)), registered),
    },
  ],
  exports: [CATALOGUE],
})
export class CatalogueModule {}
