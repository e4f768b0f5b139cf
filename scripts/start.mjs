// `npm start`: builds if need be, then runs the result in this process, so that signals reach it.
import { pathToFileURL } from 'node:url';
import { ensureBuilt, orExit } from './build.mjs';

// In production standard error holds nothing but JSON, as the process itself does it.
const asJson = (msg) =>
  console.error(JSON.stringify({ level: 'info', time: new Date().toISOString(), msg }));
const log = process.env.NODE_ENV?.trim() === 'production' ? asJson : console.error;

const { main } = await orExit(ensureBuilt({ log }), log);
await import(pathToFileURL(main).href);
