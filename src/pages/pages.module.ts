import { fileURLToPath } from 'node:url';
import { Inject, Module } from '@nestjs/common';
import type { DynamicModule, OnModuleInit } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { FastifyInstance } from 'fastify';
import { SETTINGS } from '../config/index.js';
import type { RunSettings } from '../config/index.js';
import { readPageFiles } from './page-files.js';
import { servePages } from './serve-pages.js';

/** Beside the compiled sources. */
const BUILT = fileURLToPath(new URL('../../web', import.meta.url));
const DIRECTORY = Symbol('directory of the pages');

const NOT_HERE = 'This process only delivers. A process with the role api or all serves the pages.';
const NOT_BUILT = 'The console and the portal are not part of this build: run "npm run build".';

/** Serves the console and the portal. Needs settings. */
@Module({})
export class PagesModule implements OnModuleInit {
  constructor(
    @Inject(HttpAdapterHost) private readonly host: HttpAdapterHost,
    @Inject(SETTINGS) private readonly settings: RunSettings,
    @Inject(DIRECTORY) private readonly directory: string,
  ) {}

  /** `directory` holds the built application; absent: the one of this build. */
  static forRoot(directory = BUILT): DynamicModule {
    return { module: PagesModule, providers: [{ provide: DIRECTORY, useValue: directory }] };
  }

  onModuleInit(): void {
    const { role, portalFrameAncestors: frameAncestors } = this.settings;
    const isServed = role !== 'worker';
    servePages(this.host.httpAdapter.getInstance<FastifyInstance>(), {
      files: isServed ? readPageFiles(this.directory) : undefined,
      absence: isServed ? NOT_BUILT : NOT_HERE,
      frameAncestors,
    });
  }
}
