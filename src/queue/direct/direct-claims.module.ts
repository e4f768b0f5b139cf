import { Global, Module } from '@nestjs/common';
import { DirectClaims } from './direct-claims.service.js';

/** Provides the one `DirectClaims` of a process. Needs settings, log and database. */
@Global()
@Module({ providers: [DirectClaims], exports: [DirectClaims] })
export class DirectClaimsModule {}
