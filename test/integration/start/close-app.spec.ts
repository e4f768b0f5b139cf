import { connect } from 'node:net';
import { PassThrough } from 'node:stream';
import { Controller, Get, Module } from '@nestjs/common';
import type { OnApplicationShutdown } from '@nestjs/common';
import { expect, it } from 'vitest';
import { closeApp } from '../../../src/app/start-process.js';
import { createLogger } from '../../../src/common/index.js';
import { createHttpApp } from '../../../src/http/index.js';

const FOREVER = new Promise<never>(() => undefined);
const LATE = 'a connection did not close in time';

let begin: () => void;
const begun = new Promise<void>((resolve) => (begin = resolve));

@Controller()
class HangingController {
  @Get('hang')
  hang(): Promise<never> {
    begin();
    return FOREVER;
  }
}

@Module({ controllers: [HangingController] })
class HangingRequests {}

@Module({})
class HangingConnection implements OnApplicationShutdown {
  onApplicationShutdown(): Promise<never> {
    return FOREVER;
  }
}

/** A logger and all that it has written. */
function logged() {
  const stream = new PassThrough({ encoding: 'utf8' });
  const logger = createLogger({ logLevel: 'warn' }, stream);
  return { logger, output: () => String(stream.read() ?? '') };
}

it('a connection that does not close keeps no process from ending', async () => {
  const { logger, output } = logged();
  const app = await createHttpApp(HangingConnection, logger);
  await app.listen(0, '127.0.0.1');
  await closeApp(app, logger, { graceMs: 0, closeMs: 10 });
  expect(output()).toContain(LATE);
});

it('a request that does not end is cut after the grace period', async () => {
  const { logger, output } = logged();
  const app = await createHttpApp(HangingRequests, logger);
  await app.listen(0, '127.0.0.1');
  const { port } = new URL(await app.getUrl());
  const client = connect(Number(port), '127.0.0.1').on('error', () => undefined);
  const cut = new Promise((resolve) => client.once('close', resolve));
  client.write('GET /hang HTTP/1.1\r\nhost: a\r\n\r\n');
  await begun;
  await closeApp(app, logger, { graceMs: 10, closeMs: 30_000 });
  await cut;
  expect(output()).not.toContain(LATE);
});
