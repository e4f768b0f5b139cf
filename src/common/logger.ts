import type { LoggerService } from '@nestjs/common';
import { destination, pino, stdTimeFunctions } from 'pino';
import type { DestinationStream, Logger } from 'pino';

export type { Logger } from 'pino';

/** Injects the process's `Logger`. */
export const LOGGER = Symbol('logger');

const REDACTED = ['authorization', 'headers.authorization', 'key', 'secret'];
const MAX_CAUSES = 4;

export interface LoggerOptions {
  logLevel: string;
  /** Stands in every line, e.g. version and role. */
  base?: Record<string, string>;
  /** Takes secrets out of what errors and libraries say. */
  scrub?: (text: string) => string;
}

/**
 * JSON lines, one per fact, on standard output. Lines are gathered for a moment; an error and the
 * end of the process write what is there. Never give it payloads, bodies or keys.
 */
export function createLogger(
  { logLevel, base, scrub = (text) => text }: LoggerOptions,
  stream: DestinationStream = destination({
    fd: 1,
    sync: false,
    minLength: 4096,
    periodicFlush: 250,
  }),
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

/**
 * Type, message, code, stack and causes. Everything else that libraries hang on their errors
 * (statement parameters, request configurations) may hold what no log should.
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

/** Nest's own lines in the same log; its start-up chatter is `debug`. */
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
