import type { Type } from '@nestjs/common';
import { createLogger } from '../../src/common/index.js';
import { HotPool, Vault } from '../../src/database/index.js';
import { AttemptRecorder, RoutineSuccesses } from '../../src/queue/index.js';

/** Returns a recorder of its own on the database of an application. */
export function testRecorder(app: { get<T>(token: Type<T>): T }): AttemptRecorder {
  const logger = createLogger({ logLevel: 'silent' });
  const pool = app.get(HotPool);
  return new AttemptRecorder(pool, app.get(Vault), new RoutineSuccesses(pool, logger), logger);
}
