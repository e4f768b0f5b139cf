import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyInstance } from 'fastify';
import { asSystem, endsWithin, inScope } from '../common/index.js';
import type { Logger } from '../common/index.js';
import type { RunSettings } from '../config/index.js';
import { HotPool, prepareDatabase } from '../database/index.js';
import { Deliverer, Dispatcher } from '../delivery/index.js';
import { WAKE_UPS } from '../queue/index.js';
import type { WakeUps } from '../queue/index.js';
import { Readiness } from '../operations/index.js';
import { ProcessBeats } from '../platform/index.js';
import { warnOfClearRows } from '../sealing/index.js';
import { PortalLinks } from '../sign-in/index.js';
import { createHttpApp, prepareParting, serveOpenApi } from '../http/index.js';
import { releaseMemoryAtRest, watchRequests } from './memory-at-rest.js';
import { listenError } from './setting-errors.js';
import { consumptionProblem, Worker } from './worker.js';
import { documentExtras } from './document-extras.js';
import { RootModule } from './root.module.js';

/** A running process of Postrider. */
export interface RunningProcess {
  /** The URL at which it listens, for example `http://127.0.0.1:3000`. */
  url: string;
  /** Makes a link to the console that signs in once as admin, for the person who started the process. */
  makeConsoleLink(): Promise<string>;
  /** Accepts no more work, lets current work end and closes the connections. May be called again. */
  stop(): Promise<void>;
}

/** The time that an answer in progress gets even after the grace period. */
const LAST_WORDS_MS = 500;

/**
 * The time during which clients may still use open connections. Each answer asks to close the
 * connection.
 */
const PARTING_MS = 500;

/** The time that connections to the database and to other servers get to close after the last answer. */
const CLOSE_MS = 15_000;

/** Brings the database up to date and starts the process's roles. Installs no signal handlers. */
export function startProcess(settings: RunSettings, logger: Logger): Promise<RunningProcess> {
  return asSystem(() => start(settings, logger));
}

async function start(settings: RunSettings, logger: Logger): Promise<RunningProcess> {
  await prepareDatabase(settings, logger);
  const app = await createHttpApp(RootModule.forRoot(settings, logger), logger);
  if (settings.role !== 'worker') serveOpenApi(app, documentExtras(app));
  const worker = settings.role === 'api' ? undefined : app.get(Worker, { strict: false });
  const readiness = app.get(Readiness, { strict: false });
  let isStopping = false;
  readiness.add('stopping', () => (isStopping ? 'the process is stopping' : undefined));
  if (worker) watchConsumption(app, readiness);
  const part = prepareParting(app);
  await listen(app, settings);
  await worker?.start();
  void warnOfClearRows(app.get(HotPool, { strict: false }), logger);
  const beats = app.get(ProcessBeats, { strict: false });
  beats.start(inFlightOf(app, worker !== undefined));
  const memory = releaseMemoryAtRest(restOf(app, worker !== undefined), logger);
  let stopping: Promise<void> | undefined;
  const stop = async (): Promise<void> => {
    isStopping = true;
    part();
    await memory.stop();
    await beats.stop();
    const graceEndsAtMs = Date.now() + settings.shutdownGraceMs;
    // Attempts end by their own deadlines. Other workers take over what is left when the leases end.
    if (worker && !(await endsWithin(worker.drain(), settings.shutdownGraceMs))) {
      logger.warn('the grace is over; other workers take what was under way');
    }
    await app.get<WakeUps>(WAKE_UPS, { strict: false }).close();
    await untilLeft(app, Math.min(PARTING_MS, graceEndsAtMs - Date.now()));
    const graceMs = Math.max(LAST_WORDS_MS, graceEndsAtMs - Date.now());
    await closeApp(app, logger, { graceMs, closeMs: CLOSE_MS });
  };
  const url = await app.getUrl();
  const makeConsoleLink = async (): Promise<string> =>
    `${url}${await app.get(PortalLinks, { strict: false }).createForStart()}`;
  return {
    url,
    makeConsoleLink: () => asSystem(makeConsoleLink),
    stop: () => (stopping ??= asSystem(stop)),
  };
}

async function listen(app: NestFastifyApplication, { port, host }: RunSettings): Promise<void> {
  try {
    // Each request names its own scope, when it is known whose it is.
    await inScope(undefined, () => app.listen(port, host));
  } catch (error) {
    throw listenError(error, { port, host });
  }
}

async function untilLeft(app: NestFastifyApplication, graceMs: number): Promise<void> {
  const { server }: FastifyInstance = app.getHttpAdapter().getInstance();
  const countConnections = promisify(server.getConnections.bind(server));
  const endsAtMs = Date.now() + graceMs;
  while (Date.now() < endsAtMs && (await countConnections()) > 0) await sleep(20);
}

/**
 * Lets current requests end within the grace period, then closes the remaining connections. Goes on without those
 * that have not closed `closeMs` later.
 */
export async function closeApp(
  app: NestFastifyApplication,
  logger: Logger,
  { graceMs, closeMs }: { graceMs: number; closeMs: number },
): Promise<void> {
  const { server }: FastifyInstance = app.getHttpAdapter().getInstance();
  const cutOff = setTimeout(() => server.closeAllConnections(), graceMs);
  const closed = app.close().finally(() => clearTimeout(cutOff));
  if (!(await endsWithin(closed, graceMs + closeMs))) {
    logger.warn('a connection did not close in time; the process ends without it');
  }
}

/** Returns the milliseconds since the process last had something to do. */
function restOf(app: NestFastifyApplication, isWorker: boolean): () => number {
  const { server }: FastifyInstance = app.getHttpAdapter().getInstance();
  const sinceRequestMs = watchRequests(server);
  const dispatcher = isWorker ? app.get(Dispatcher, { strict: false }) : undefined;
  return () =>
    Math.min(sinceRequestMs(), dispatcher?.millisSinceLastAttempt(Date.now()) ?? Infinity);
}

/** Returns how many attempts are under way. */
function inFlightOf(app: NestFastifyApplication, isWorker: boolean): () => number {
  const dispatcher = isWorker ? app.get(Dispatcher, { strict: false }) : undefined;
  return () => dispatcher?.attemptsInFlight ?? 0;
}

function watchConsumption(app: NestFastifyApplication, readiness: Readiness): void {
  const dispatcher = app.get(Dispatcher, { strict: false });
  const deliverer = app.get(Deliverer, { strict: false });
  readiness.add('worker', () =>
    consumptionProblem({
      isFull: dispatcher.isFull,
      isStalled: deliverer.isStalled,
      quietMs: dispatcher.millisSinceLastClaim(Date.now()),
    }),
  );
}
