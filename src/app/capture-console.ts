import type { Logger } from '../common/index.js';

/**
 * Sends what libraries print, and Node's warnings, to the log. The properties of errors are left out,
 * because a Redis client adds the arguments of AUTH to its errors.
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
