import type { Server } from 'node:http';
import { Inject, Injectable } from '@nestjs/common';
import type { OnApplicationBootstrap, OnModuleDestroy } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import { StreamGateway } from './stream-gateway.js';

/** Puts the streams on the API's own server, for as long as that runs. */
@Injectable()
export class StreamServer implements OnApplicationBootstrap, OnModuleDestroy {
  constructor(
    @Inject(HttpAdapterHost) private readonly host: HttpAdapterHost,
    @Inject(StreamGateway) private readonly gateway: StreamGateway,
  ) {}

  onApplicationBootstrap(): void {
    this.gateway.attach(this.host.httpAdapter.getHttpServer() as Server);
  }

  async onModuleDestroy(): Promise<void> {
    await this.gateway.close();
  }
}
