import { randomBytes } from 'node:crypto';
import { chmod, mkdtemp, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startEmbeddedPostgres } from '../../../src/database/embedded/index.js';
import { adminQuery, databaseUrl } from './admin-query.js';
import { guard } from './guard.js';
import { prepareTemplate } from './prepare-template.js';
import type { ProvidedPostgres } from './provided.js';

/** The server of a test run, until it is stopped. */
export interface TestPostgres extends ProvidedPostgres {
  stop(): Promise<void>;
}

/** The server that `TEST_DATABASE_URL` names, else one of our own, which need not be durable. */
export async function startPostgres(): Promise<TestPostgres> {
  const given = process.env.TEST_DATABASE_URL;
  const server = given ? { url: given, stop: async () => undefined } : await startOwnPostgres();
  const template = `postrider_template_${randomBytes(6).toString('hex')}`;
  const stop = async () => {
    if (given) await adminQuery(server.url, `DROP DATABASE IF EXISTS ${template} WITH (FORCE)`);
    await server.stop();
  };
  try {
    await adminQuery(server.url, `CREATE DATABASE ${template}`);
    await prepareTemplate(databaseUrl(server.url, template));
  } catch (error) {
    await stop();
    throw error;
  }
  return { url: server.url, template, stop };
}

async function startOwnPostgres(): Promise<{ url: string; stop(): Promise<void> }> {
  const dataDir = await mkdtemp(join(tmpdir(), 'postrider-postgres-'));
  // Passage for the user that root hands the server to.
  await chmod(dataDir, 0o711);
  const log = { info: () => undefined, warn: () => undefined };
  const server = await startEmbeddedPostgres({ dataDir, log, durable: false });
  const home = await realpath(join(dataDir, 'postgres'));
  const guards = [guard({ pid: server.pid, directory: home }), guard({ directory: dataDir })];
  const stop = async () => {
    await server.stop();
    await rm(home, { recursive: true, force: true });
    await rm(dataDir, { recursive: true, force: true });
    for (const kept of guards) kept.forget();
  };
  return { url: server.url, stop };
}
