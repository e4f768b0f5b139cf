// `npm run doctor [-- --json]`: looks at everything that a start with this environment would use.
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { ensureBuilt, orExit } from './build.mjs';

const { main } = await orExit(ensureBuilt());
await import(pathToFileURL(join(dirname(main), 'doctor.js')).href);
