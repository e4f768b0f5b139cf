// `npm run cli -- COMMAND`: the commands of an operator; without one it lists them.
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { ensureBuilt, orExit } from './build.mjs';

const { main } = await orExit(ensureBuilt());
await import(pathToFileURL(join(dirname(main), 'cli.js')).href);
