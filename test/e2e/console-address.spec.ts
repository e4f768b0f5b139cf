import { expect, it } from 'vitest';
import { useLab } from '../support/app/index.js';

const lab = useLab();
const ADDRESS = /Console: +(http:\/\/\S+)/;

it('a start prints an address of the console that signs in once, as admin', async () => {
  const app = await lab.postrider({ databaseUrl: await lab.database() });
  const [, address = ''] = ADDRESS.exec(app.output()) ?? [];
  const [page, token] = address.split('#sign-in=');
  expect(page).toBe(`${app.url}/console`);
  const session = await app.api('POST', '/v1/session', { token }, null);
  expect(session).toMatchObject({ status: 200, body: { role: 'admin' } });
  const again = await app.api('POST', '/v1/session', { token }, null);
  expect(again).toMatchObject({ status: 410, body: { code: 'link_used' } });
});

it('the log of a production start has the address without a link', async () => {
  const app = await lab.postrider({
    databaseUrl: await lab.database(),
    env: { NODE_ENV: 'production' },
  });
  expect(app.output()).toContain(`"console":"${app.url}/console"`);
  expect(app.output()).not.toContain('sign-in=');
});
