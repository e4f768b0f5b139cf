import { Module } from '@nestjs/common';
import type { DynamicModule, FactoryProvider, ModuleMetadata } from '@nestjs/common';
import { DomainPublisher } from '../domains/domain-events.js';
import { createDatabasePublisher } from './create-database-publisher.js';
import type { PostriderOptions } from './postrider-options.js';

/** Options that other providers of the application make. */
export interface PostriderAsyncOptions {
  imports?: NonNullable<ModuleMetadata['imports']>;
  inject?: NonNullable<FactoryProvider['inject']>;
  useFactory: (...dependencies: never[]) => PostriderOptions | Promise<PostriderOptions>;
}

const OPTIONS = Symbol('postrider-options');

/**
 * Lets an application publish: imported once, beside the domain modules that it publishes through. It
 * has no data source, variable or connection of the application, other than the managers that it is given, and
 * closes with `app.close()`.
 *
 * @example
 * PostriderModule.forRoot({ databaseUrl, encryptionKeys })
 */
@Module({})
export class PostriderModule {
  static forRoot(options: PostriderOptions): DynamicModule {
    return PostriderModule.forRootAsync({ useFactory: () => options });
  }

  static forRootAsync({
    imports = [],
    inject = [],
    useFactory,
  }: PostriderAsyncOptions): DynamicModule {
    return {
      module: PostriderModule,
      global: true,
      imports,
      providers: [
        { provide: OPTIONS, inject, useFactory },
        {
          provide: DomainPublisher,
          inject: [OPTIONS],
          useFactory: (options: PostriderOptions) => createDatabasePublisher(options),
        },
      ],
      exports: [DomainPublisher],
    };
  }
}
