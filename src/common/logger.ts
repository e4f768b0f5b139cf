import type { LoggerService } from '@nestjs/common';
import { destination, pino, stdTimeFunctions } from 'pino';
import type { DestinationStream, Logger } from 'pino';
import type { Clock } from './clock.js';

export type { Logger } from 'pino';

/** Injects the process's `Logger`. */
export const LOGGER = Symbol('logger');

const REDACTED = ['authorization', 'headers.authorization', 'key', 'secret'];
const MAX_CAUSES = 4;
const FLUSH_MS = 250;

export interface LoggerOptions {
  logLevel: string;
  /** Fields of every line, such as version and role. */
  base?: Record<string, string>;
  /** Removes secrets from the texts of errors. */
  scrub?: (text: string) => string;
}

/**
 * Returns a logger that writes JSON lines to standard output. Lines are buffered for a short time and
 * flushed at an error and at the end of the process. Never log payloads, bodies or keys.
 */
export function createLogger(
  { logLevel, base, scrub = (text) => text }: LoggerOptions,
  stream: DestinationStream = flushedSoon(destination({ fd: 1, sync: false, minLength: 4096 })),
): Logger {
  return pino(
    {
      level: logLevel,
      base: base ?? null,
      timestamp: stdTimeFunctions.isoTime,
      formatters: { level: (level) => ({ level }) },
      serializers: { err: (error: unknown) => describeError(error, scrub) },
      redact: { paths: REDACTED, censor: '[redacted]' },
    },
    stream,
  );
}

/** Has what is written flushed after a short time. The `periodicFlush` of pino also works while nothing is written. */
function flushedSoon(stream: ReturnType<typeof destination>): DestinationStream {
  const write = stream.write.bind(stream);
  let timer: NodeJS.Timeout | undefined;
  const flush = (): void => {
    timer = undefined;
    stream.flush();
  };
  stream.write = (line) => {
    timer ??= setTimeout(flush, FLUSH_MS).unref();
    return write(line);
  };
  return stream;
}

/**
 * Returns type, message, code, stack and causes of an error. Other properties, such as statement
 * parameters and request configurations, may hold secrets and are left out.
 */
function describeError(error: unknown, scrub: (text: string) => string, depth = 0): object {
  if (!(error instanceof Error)) return { message: scrub(String(error)) };
  const code = 'code' in error ? error.code : undefined;
  return {
    type: error.name,
    message: scrub(error.message),
    ...(typeof code === 'string' && { code }),
    stack: scrub(error.stack ?? ''),
    ...(error.cause !== undefined &&
      depth < MAX_CAUSES && { cause: describeError(error.cause, scrub, depth + 1) }),
  };
}

/** Writes Nest's own lines to the same log. Its information lines get the level `debug`. */
export class NestLogger implements LoggerService {
  constructor(private readonly logger: Logger) {}

  log(message: unknown, ...rest: unknown[]): void {
    this.logger.debug({ context: rest.at(-1) }, String(message));
  }

  warn(message: unknown, ...rest: unknown[]): void {
    this.logger.warn({ context: rest.at(-1) }, String(message));
  }

  error(message: unknown, ...rest: unknown[]): void {
    if (message instanceof Error) this.logger.error({ err: message }, message.message);
    else this.logger.error({ details: rest }, String(message));
  }

  fatal(message: unknown, ...rest: unknown[]): void {
    this.logger.fatal({ details: rest }, String(message));
  }

  debug(message: unknown, ...rest: unknown[]): void {
    this.logger.debug({ context: rest.at(-1) }, String(message));
  }

  verbose(message: unknown, ...rest: unknown[]): void {
    this.logger.trace({ context: rest.at(-1) }, String(message));
  }
}

const EVERY_MS = 10_000;

/**
 * Logs a repeated error at most once in ten seconds, with the number of suppressed repetitions, so that
 * an outage does not fill the log.
 */
export class ThrottledLogger {
  private saidAtMs = -Infinity;
  private unsaid = 0;

  constructor(
    private readonly logger: Logger,
    private readonly clock: Clock,
    private readonly level: 'warn' | 'error' = 'error',
  ) {}

  report(error: unknown, message: string, facts: object = {}): void {
    const now = this.clock.now();
    if (now - this.saidAtMs < EVERY_MS) {
      this.unsaid += 1;
      return;
    }
    const repeated = this.unsaid > 0 && { repeated: this.unsaid };
    this.logger[this.level]({ err: error, ...facts, ...repeated }, message);
    this.saidAtMs = now;
    this.unsaid = 0;
  }
}
