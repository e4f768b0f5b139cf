import { Global, Module } from '@nestjs/common';
import { createCatalogue } from './catalogue.js';
import { availablePacks } from './packs.js';

/** Injects the `Catalogue` of the process. */
export const CATALOGUE = Symbol('catalogue');

@Global()
@Module({
  providers: [{ provide: CATALOGUE, useFactory: () => createCatalogue(availablePacks) }],
  exports: [CATALOGUE],
})
export class CatalogueModule {}
