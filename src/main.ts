import 'reflect-metadata';
import { createLogger } from './common/index.js';
import { loadSettingsOrExit, resolveKeys } from './config/index.js';
import { startEmbeddedPostgres } from './database/embedded/index.js';
import { startMessage } from './app/start-message.js';
import { startProcess } from './app/start-process.js';
import { stopOnSignals } from './app/stop-on-signals.js';

const settings = loadSettingsOrExit(process.env, process.cwd());
const logger = createLogger(settings);
const keys = await resolveKeys(settings);
const embedded =
  settings.databaseUrl === undefined
    ? await startEmbeddedPostgres({
        dataDir: settings.dataDir,
        log: { info: (line) => logger.info(line), warn: (line) => logger.warn(line) },
      })
    : undefined;
const databaseUrl = settings.databaseUrl ?? embedded?.url ?? '';
const { adminApiKey, encryptionKeys, adminApiKeyFile } = keys;
const running = await startProcess(
  { ...settings, databaseUrl, adminApiKey, encryptionKeys },
  logger,
);
stopOnSignals([() => running.stop(), async () => embedded?.stop()], logger);
process.stderr.write(startMessage({ settings, url: running.url, adminApiKeyFile, embedded }));
