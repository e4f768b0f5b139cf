import { Logger as NestLogger } from '@nestjs/common';
import type { LoggerService } from '@nestjs/common';
import { createLogger } from '../../common/index.js';
import type { Logger } from '../../common/index.js';

const METHODS: Readonly<Record<string, 'error' | 'warn' | 'log'>> = {
  fatal: 'error',
  error: 'error',
  warn: 'warn',
};

/** The module's lines, cleaned as Postrider's own are, through the logger of the application. */
export function hostLogger(
  logLevel: string,
  logger: LoggerService = new NestLogger('Postrider'),
): Logger {
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
