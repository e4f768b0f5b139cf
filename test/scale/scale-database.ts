import { chmod, mkdtemp, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startEmbeddedPostgres } from '../../src/database/embedded/index.js';
import { guard } from '../support/services/guard.js';
import { prepareTemplate } from '../support/services/prepare-template.js';

export interface ScaleDatabase {
  url: string;
  /** Of the server. */
  pid: number;
  stop(): Promise<void>;
}

/** Starts an empty database with the schema, on a server with the settings of the embedded one. */
export async function startScaleDatabase(): Promise<ScaleDatabase> {
  const dataDir = await mkdtemp(join(tmpdir(), 'postrider-scale-'));
  // Passage for the user that root hands the server to.
  await chmod(dataDir, 0o711);
  const log = { info: () => undefined, warn: () => undefined };
  const server = await startEmbeddedPostgres({ dataDir, log });
  const home = await realpath(join(dataDir, 'postgres'));
  const guards = [guard({ pid: server.pid, directory: home }), guard({ directory: dataDir })];
  await prepareTemplate(server.url);
  const stop = async (): Promise<void> => {
    await server.stop();
    await rm(home, { recursive: true, force: true });
    await rm(dataDir, { recursive: true, force: true });
    for (const kept of guards) kept.forget();
  };
  return { url: server.url, pid: server.pid, stop };
}
