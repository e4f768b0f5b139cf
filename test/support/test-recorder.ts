import type { Type } from '@nestjs/common';
import { createLogger } from '../../src/common/index.js';
import { HotPool, Vault } from '../../src/database/index.js';
import { AttemptRecorder } from '../../src/queue/index.js';

/** Returns a recorder of its own on the database of an application. */
export function testRecorder(app: { get<T>(token: Type<T>): T }): AttemptRecorder {
  const logger = createLogger({ logLevel: 'silent' });
  return new AttemptRecorder(app.get(HotPool), app.get(Vault), logger);
}
