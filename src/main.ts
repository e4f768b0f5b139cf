import 'reflect-metadata';
import { createLogger, Scrubber } from './common/index.js';
import type { Logger } from './common/index.js';
import { loadSettings, resolveKeys, secretsOf, SettingsError } from './config/index.js';
import type { Settings } from './config/index.js';
import { claimDataDir, startEmbeddedPostgres } from './database/embedded/index.js';
import type { ClaimedDataDir, EmbeddedPostgres } from './database/embedded/index.js';
import { captureConsole } from './app/capture-console.js';
import { checkPort, namingDataDir } from './app/setting-errors.js';
import { endInOrder } from './app/end-in-order.js';
import { startMessage } from './app/start-message.js';
import type { RunningProcess } from './app/start-process.js';
import { logLine, messageStyleOf, problemLines } from './app/message-style.js';

const style = messageStyleOf(process.env);
const settings = settingsOrExit();
const scrubber = new Scrubber(secretsOf(settings));
const { scrub } = scrubber;
const logger = createLogger({ logLevel: settings.logLevel, base: style.base, scrub });
// Last in, first out: the database goes last. Filled while starting, so that a signal finds it.
const stops: (() => Promise<void>)[] = [];
captureConsole(logger, scrub);
endInOrder(stops, logger, settings.shutdownGraceMs);

try {
  if (settings.migrate === 'only') {
    await migrateOnly(settings, logger, stops);
    for (const stop of stops.toReversed()) await stop();
    const msg = 'The schema is up to date.';
    process.stderr.write(style.production ? logLine(style.base, 'info', { msg }) : `${msg}\n`);
    logger.flush(() => process.exit(0));
  } else {
    process.stderr.write(await start(settings, logger, stops));
  }
} catch (error) {
  logger.fatal({ err: error }, 'could not start');
  const problem = `Postrider could not start: ${scrub(messageOf(error))}`;
  process.stderr.write(problemLines(style, [problem]));
  for (const stop of stops.toReversed()) await stop().catch(() => undefined);
  logger.flush(() => process.exit(1));
}

function settingsOrExit(): Settings {
  try {
    return loadSettings(process.env, process.cwd());
  } catch (error) {
    if (!(error instanceof SettingsError)) throw error;
    process.stderr.write(problemLines(style, error.problems));
    return process.exit(1);
  }
}

async function start(
  settings: Settings,
  logger: Logger,
  stops: (() => Promise<void>)[],
): Promise<string> {
  await checkPort(settings);
  const claim = await claimOwn(settings, logger, stops);
  const keys = await namingDataDir(settings.dataDir, () => resolveKeys(settings));
  const { adminApiKey, encryptionKeys, adminApiKeyFile } = keys;
  scrubber.add(secretsOf({ ...settings, adminApiKey, encryptionKeys }));
  const program = loadProgram();
  const embedded = claim && (await embed(claim, logger, stops));
  const urls = urlsOf(settings, embedded);
  scrubber.add(secretsOf({ ...settings, ...urls }));
  const { startProcess } = await program;
  const running = await startProcess({ ...settings, ...urls, adminApiKey, encryptionKeys }, logger);
  stops.push(() => running.stop());
  const { url } = running;
  const consoleUrl = await consoleUrlOf(settings, running);
  return startMessage({ settings, url, consoleUrl, adminApiKeyFile, embedded, style });
}

/**
 * Loads the application: most of its modules, and most of the time before the first line. Begun when the settings
 * hold, so that a wrong one is named at once, and beside the start of the embedded server.
 */
function loadProgram(): Promise<typeof import('./app/start-process.js')> {
  const program = import('./app/start-process.js');
  // If the embedded server fails first, that is the error to show.
  program.catch(() => undefined);
  return program;
}

/**
 * Returns the address of the console. In production, where this text goes to a log that others read, it signs in only
 * where a person at a terminal reads it.
 */
async function consoleUrlOf(
  { role, production }: Settings,
  running: RunningProcess,
): Promise<string | undefined> {
  if (role === 'worker') return undefined;
  if (production && !process.stderr.isTTY) return `${running.url}/console`;
  return running.makeConsoleLink();
}

async function migrateOnly(
  settings: Settings,
  logger: Logger,
  stops: (() => Promise<void>)[],
): Promise<void> {
  const claim = await claimOwn(settings, logger, stops);
  const embedded = claim && (await embed(claim, logger, stops));
  const { prepareDatabase } = await import('./database/index.js');
  await prepareDatabase({ ...settings, ...urlsOf(settings, embedded) }, logger);
}

/** The embedded server has both roles: an owner that migrates, and one that owns nothing and works. */
function urlsOf(
  { databaseUrl = '' }: Settings,
  embedded: EmbeddedPostgres | undefined,
): { databaseUrl: string; migrationDatabaseUrl?: string } {
  if (!embedded) return { databaseUrl };
  return { databaseUrl: embedded.workUrl, migrationDatabaseUrl: embedded.url };
}

/** The data directory, where a server is embedded in it: before keys or anything else are put there. */
async function claimOwn(
  { databaseUrl, dataDir }: Settings,
  logger: Logger,
  stops: (() => Promise<void>)[],
): Promise<ClaimedDataDir | undefined> {
  if (databaseUrl !== undefined) return undefined;
  const log = { warn: (line: string) => logger.warn(line) };
  const claim = await namingDataDir(dataDir, () => claimDataDir(dataDir, log));
  stops.push(() => claim.release());
  return claim;
}

async function embed(
  claim: ClaimedDataDir,
  logger: Logger,
  stops: (() => Promise<void>)[],
): Promise<EmbeddedPostgres> {
  const { dataDir } = claim;
  const log = {
    info: (line: string) => logger.info(line),
    warn: (line: string) => logger.warn(line),
  };
  const embedded = await namingDataDir(dataDir, () =>
    startEmbeddedPostgres({ dataDir, claim, log }),
  );
  stops.push(() => embedded.stop());
  return embedded;
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
