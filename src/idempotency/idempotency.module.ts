import { Module } from '@nestjs/common';
import { APP_INTERCEPTOR } from '@nestjs/core';
import { IdempotencyInterceptor } from './idempotency.interceptor.js';
import { RequestKeys } from './request-keys.js';

/** Puts the header `Idempotency-Key` before every POST of the API. Needs database and log. */
@Module({
  providers: [RequestKeys, { provide: APP_INTERCEPTOR, useClass: IdempotencyInterceptor }],
})
export class IdempotencyModule {}
