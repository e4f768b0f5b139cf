import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { HELP, parseOptions } from './options.js';
import type { BenchOptions } from './options.js';
import { planOf } from './plan.js';
import { ALLOCATOR } from './product-process.js';

function parsed(...args: string[]): BenchOptions {
  const options = parseOptions(args);
  if (!options) throw new Error('Help was wanted.');
  return options;
}

const stepsOf = (...args: string[]): string[] =>
  planOf(parsed(...args)).flatMap(({ name, steps }) =>
    steps.map((step) => `${name}: ${'name' in step ? step.name : step.kind}`),
  );

describe('the options of the bench', () => {
  it('run the product with the flags of Node that npm start and the image have, and the allocator of the image', async () => {
    const root = new URL('../../', import.meta.url);
    const [manifest, image] = await Promise.all(
      ['package.json', 'Dockerfile'].map((file) => readFile(new URL(file, root), 'utf8')),
    );
    const { nodeFlags } = parsed();
    expect(manifest).toContain(`"start": "node ${nodeFlags.join(' ')} scripts/start.mjs"`);
    const command = ['node', ...nodeFlags, 'dist/bundle/main.js'];
    expect(image).toContain(`CMD [${command.map((word) => `"${word}"`).join(', ')}]`);
    for (const [name, value] of Object.entries(ALLOCATOR)) {
      expect(image).toMatch(new RegExp(`^ENV .*\\b${name}=${value}\\b`, 'm'));
    }
  });

  it('are all in the help', () => {
    expect(parseOptions(['--help'])).toBeUndefined();
    for (const option of [
      '--quick',
      '--rate',
      '--minutes',
      '--tenants',
      '--seed',
      '--backlog',
      '--check',
      '--record',
      '--defaults',
      '--main',
    ]) {
      expect(HELP).toContain(`\n  ${option} `);
    }
  });

  it.each([
    [['--events', '0'], '--events must be a whole number from 1 to 1000000, not "0".'],
    [['--rate', '200,x'], '--rate must be a whole number from 1 to 10000, not "x".'],
    [['--tenants', '1.5'], '--tenants must be a whole number from 1 to 10000, not "1.5".'],
    [['--variant', 'mysql'], '--variant must be one of embedded, redis, not "mysql".'],
    [['--only', 'single,all'], 'not "all".'],
    [['--idle', '--backlog', '9'], '--idle needs a product without work'],
    [['--record', '--only', 'single'], '--record measures what docs/performance.md shows'],
    [['--fast'], "Unknown option '--fast'"],
  ])('are refused with the reason: %j', (args, message) => {
    expect(() => parseOptions(args)).toThrow(message);
  });

  it('choose a plan', () => {
    expect(stepsOf('--quick')).toEqual(['embedded: single', 'embedded: batch', 'embedded: 200/s']);
    expect(stepsOf()).toContain('embedded, defaults: batch');
    expect(stepsOf()).toContain('redis: 200/s');
    expect(stepsOf()).toContain('embedded: axios as it comes');
  });

  it('describe a measurement', () => {
    expect(stepsOf('--variant', 'redis', '--rate', '5,200')).toEqual([
      'redis: 5/s',
      'redis: 200/s',
    ]);
    expect(stepsOf('--half')).toEqual(['embedded: single', 'embedded: half of the maximum']);
    expect(stepsOf('--tenants', '1000', '--endpoints', '5', '--only', 'single')).toEqual([
      'embedded, 1000 tenants, 5 endpoints: single',
    ]);
  });

  it('lead to all that is recorded', () => {
    const steps = stepsOf('--record');
    expect(new Set(steps).size).toBe(steps.length);
    // --check compares the usual loads, by their names.
    expect(steps).toEqual(expect.arrayContaining(stepsOf()));
    expect(steps).toEqual(
      expect.arrayContaining([
        'redis: half of the maximum',
        'redis: idle',
        'redis, after the warm-up: idle',
        'redis, 3 minutes: single',
        'redis: backlog',
        'embedded, 2000000 stored: batch',
        'embedded, 1000 tenants, 5 endpoints: single',
      ]),
    );
  });

  it('set what the product runs with', () => {
    const settings = (...args: string[]) => planOf(parsed(...args))[0]?.settings;
    expect(settings('--quick')).toEqual({
      logLevel: 'warn',
      workerConcurrency: 200,
      maxInFlight: 200,
    });
    expect(settings('--defaults', '--max-in-flight', '80')).toEqual({
      logLevel: 'info',
      workerConcurrency: 100,
      maxInFlight: 80,
    });
  });
});
