import type { Logger } from '../common/index.js';

/**
 * What libraries print goes to the log, without the properties of errors (a Redis client hangs the
 * arguments of AUTH on its own), and so do Node's warnings.
 */
export function captureConsole(logger: Logger, scrub: (text: string) => string): void {
  const say =
    (level: 'debug' | 'info' | 'warn' | 'error') =>
    (...given: unknown[]): void =>
      logger[level]({ source: 'console' }, scrub(given.map(textOf).join(' ')));
  Object.assign(console, {
    debug: say('debug'),
    log: say('info'),
    info: say('info'),
    warn: say('warn'),
    error: say('error'),
  });
  process.removeAllListeners('warning');
  process.on('warning', (warning) => logger.warn({ err: warning }, 'a warning of Node'));
}

function textOf(given: unknown): string {
  if (given instanceof Error) return `${given.name}: ${given.message}`;
  if (typeof given === 'string' || typeof given === 'number') return `${given}`;
  return Object.prototype.toString.call(given);
}
