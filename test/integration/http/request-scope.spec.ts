import { Controller, Get, Module } from '@nestjs/common';
import { expect, it } from 'vitest';
import { asSystem, createLogger, scopeInUse } from '../../../src/common/index.js';
import { createHttpApp } from '../../../src/http/index.js';

@Controller()
class ScopeController {
  @Get('scope')
  scope(): { scope: unknown } {
    return { scope: scopeInUse() ?? null };
  }
}

@Module({ controllers: [ScopeController] })
class ScopeModule {}

it('a request begins in no scope, also where its server listens in that of the system', async () => {
  const app = await createHttpApp(ScopeModule, createLogger({ logLevel: 'silent' }));
  await asSystem(() => app.listen(0, '127.0.0.1'));
  const url = await app.getUrl();
  for (let request = 0; request < 2; request += 1) {
    const answer = await fetch(`${url}/scope`);
    expect(await answer.json()).toEqual({ scope: null });
  }
  await app.close();
});
