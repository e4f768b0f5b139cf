// `npm start`: builds if need be, then runs the result in this process, so that signals reach it.
import { pathToFileURL } from 'node:url';
import { ensureBuilt, orExit } from './build.mjs';

const { main } = await orExit(ensureBuilt());
await import(pathToFileURL(main).href);
