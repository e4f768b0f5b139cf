import { Logger as NestLogger } from '@nestjs/common';
import type { LoggerService } from '@nestjs/common';
import { createCatalogue, packsNamed } from '../../catalogue/index.js';
import { systemClock, createLogger } from '../../common/index.js';
import { KeyRing } from '../../database/index.js';
import { EventValidator } from '../event-validator.js';
import { openFanoutHints, openOwnConnection } from './connections.js';
import { DatabasePublisher } from './database-publisher.js';
import { HostKeys } from './host-keys.js';
import { readOptions } from './postrider-options.js';
import { PublishFunction } from './publish-function.js';
import type { Logger } from '../../common/index.js';

const METHODS: Readonly<Record<string, 'error' | 'warn' | 'log'>> = {
  fatal: 'error',
  error: 'error',
  warn: 'warn',
};

/** The module's lines, cleaned as Postrider's own are, through the logger of the application. */
function hostLogger(logLevel: string, logger: LoggerService = new NestLogger('Postrider')): Logger {
  return createLogger(
    { logLevel },
    {
      write: (line: string) => {
        const { level, msg, time: _time, ...facts } = JSON.parse(line) as Record<string, unknown>;
        const method = METHODS[String(level)] ?? 'log';
        logger[method](`${String(msg)} ${JSON.stringify(facts)}`);
      },
    },
  );
}

/** Checks the options; connects to nothing yet. Throws a `PostriderOptionsError`. */
export async function createDatabasePublisher(options: unknown): Promise<DatabasePublisher> {
  const settings = readOptions(options);
  const packs = createCatalogue(packsNamed(settings.catalogue));
  const catalogue = { ...packs, latest: (type: string) => Promise.resolve(packs.get(type)) };
  const rules = { validation: settings.catalogueValidation, hasAssetStore: settings.assets };
  const logger = hostLogger(settings.logLevel, settings.logger);
  const own = openOwnConnection(settings);
  const publishFunction = new PublishFunction();
  const ring = KeyRing.of(settings);
  const keys = new HostKeys(own, publishFunction, ring, systemClock);
  let validator: EventValidator | undefined;
  return new DatabasePublisher({
    own,
    publishFunction,
    keys,
    validator: async () =>
      (validator ??= new EventValidator(catalogue, await keys.keyedHashes(), systemClock, rules)),
    hints: await openFanoutHints(settings.redisUrl, logger),
    logger,
  });
}
