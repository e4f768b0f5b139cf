import { describe, expect, it } from 'vitest';
import { createLogger, NestLogger } from './logger.js';

const scene = (logLevel = 'info') => {
  const lines: string[] = [];
  const logger = createLogger({ logLevel }, { write: (line: string) => void lines.push(line) });
  const last = () => JSON.parse(lines.at(-1) ?? '{}') as Record<string, unknown>;
  return { last, lines, logger };
};

describe('createLogger', () => {
  it('writes an error with its causes and leaves out what else hangs on it', () => {
    const { last, lines, logger } = scene();
    const cause = Object.assign(new Error('duplicate key'), {
      code: '23505',
      parameters: ['Ada Lovelace'],
    });
    const err = Object.assign(new Error('failed', { cause }), { config: { data: 'Ada Lovelace' } });
    logger.error({ err }, 'request failed');
    expect(last()).toMatchObject({
      level: 'error',
      msg: 'request failed',
      err: { message: 'failed', cause: { message: 'duplicate key', code: '23505' } },
    });
    expect(lines.join('')).not.toContain('Lovelace');
  });

  it('ends with a cause that is its own cause', () => {
    const { last, logger } = scene();
    const err = new Error('round');
    err.cause = err;
    logger.error({ err });
    expect(last()).toMatchObject({ err: { message: 'round' } });
  });

  it('masks keys and secrets', () => {
    const { lines, logger } = scene();
    logger.info({
      authorization: 'pr_1',
      headers: { authorization: 'pr_2' },
      key: 'pr_3',
      secret: 'pr_4',
    });
    expect(lines.join('')).not.toContain('pr_');
  });

  it('keeps the start-up chatter of the framework for debug', () => {
    const quiet = scene();
    new NestLogger(quiet.logger).log('Mapped {/v1/tenants, GET} route', 'RouterExplorer');
    expect(quiet.lines).toEqual([]);
    const loud = scene('debug');
    new NestLogger(loud.logger).log('Mapped {/v1/tenants, GET} route', 'RouterExplorer');
    expect(loud.last()).toMatchObject({ level: 'debug', context: 'RouterExplorer' });
  });
});
