import 'reflect-metadata';
import { createLogger } from './common/index.js';
import type { Logger } from './common/index.js';
import { loadSettingsOrExit, resolveKeys } from './config/index.js';
import type { Settings } from './config/index.js';
import { startEmbeddedPostgres } from './database/embedded/index.js';
import type { EmbeddedPostgres } from './database/embedded/index.js';
import { prepareDatabase } from './database/index.js';
import { onStopSignals } from './app/on-stop-signals.js';
import { startMessage } from './app/start-message.js';
import { startProcess } from './app/start-process.js';

const settings = loadSettingsOrExit(process.env, process.cwd());
const logger = createLogger(settings);
// Last in, first out: the database goes last. Filled while starting, so that a signal finds it.
const stops: (() => Promise<void>)[] = [];
onStopSignals(stops, logger);

try {
  if (settings.migrate === 'only') {
    await migrateOnly(settings, logger, stops);
    for (const stop of stops.toReversed()) await stop();
    process.stderr.write('The schema is up to date.\n');
    logger.flush(() => process.exit(0));
  } else {
    process.stderr.write(await start(settings, logger, stops));
  }
} catch (error) {
  logger.fatal({ err: error }, 'could not start');
  process.stderr.write(`Postrider could not start: ${messageOf(error)}\n`);
  for (const stop of stops.toReversed()) await stop().catch(() => undefined);
  logger.flush(() => process.exit(1));
}

async function start(
  settings: Settings,
  logger: Logger,
  stops: (() => Promise<void>)[],
): Promise<string> {
  const { adminApiKey, encryptionKeys, adminApiKeyFile } = await resolveKeys(settings);
  const embedded = await embed(settings, logger, stops);
  const databaseUrl = settings.databaseUrl ?? embedded?.url ?? '';
  const running = await startProcess(
    { ...settings, databaseUrl, adminApiKey, encryptionKeys },
    logger,
  );
  stops.push(() => running.stop());
  return startMessage({ settings, url: running.url, adminApiKeyFile, embedded });
}

async function migrateOnly(
  settings: Settings,
  logger: Logger,
  stops: (() => Promise<void>)[],
): Promise<void> {
  const embedded = await embed(settings, logger, stops);
  const databaseUrl = settings.databaseUrl ?? embedded?.url ?? '';
  await prepareDatabase({ ...settings, databaseUrl }, logger);
}

/** The embedded server, where no other is named. */
async function embed(
  { databaseUrl, dataDir }: Settings,
  logger: Logger,
  stops: (() => Promise<void>)[],
): Promise<EmbeddedPostgres | undefined> {
  if (databaseUrl !== undefined) return undefined;
  const embedded = await startEmbeddedPostgres({
    dataDir,
    log: { info: (line) => logger.info(line), warn: (line) => logger.warn(line) },
  });
  stops.push(() => embedded.stop());
  return embedded;
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
