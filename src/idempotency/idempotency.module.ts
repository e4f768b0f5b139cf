import { Module } from '@nestjs/common';
import { APP_INTERCEPTOR } from '@nestjs/core';
import { IdempotencyInterceptor } from './idempotency.interceptor.js';
import { RequestKeys } from './request-keys.js';

/** Applies the header `Idempotency-Key` to every POST of the API. Needs the database and the log. */
@Module({
  providers: [RequestKeys, { provide: APP_INTERCEPTOR, useClass: IdempotencyInterceptor }],
})
export class IdempotencyModule {}
