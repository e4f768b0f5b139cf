import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, it } from 'vitest';
import { useLab } from '../support/app/index.js';

const lab = useLab();
/** Preloaded: at its end the process prints the CommonJS files that it has loaded from packages. */
const REPORT = `
import { createRequire } from 'node:module';
const { cache } = createRequire(import.meta.url);
process.on('exit', () => process.stdout.write('loaded:' + JSON.stringify(Object.keys(cache)) + '\\n'));
`;

it('what runs holds each package once: none is loaded again from node_modules', async () => {
  const preload = join(await lab.directory(), 'report.mjs');
  await writeFile(preload, REPORT);
  const app = await lab.postrider({
    databaseUrl: await lab.database(),
    redisUrl: (await lab.redis()).url,
    env: { NODE_OPTIONS: `--import=${pathToFileURL(preload).href}` },
  });
  await app.stop();
  const [, loaded = ''] = /^loaded:(.*)$/m.exec(app.output()) ?? [];
  expect(JSON.parse(loaded)).toEqual([]);
});
