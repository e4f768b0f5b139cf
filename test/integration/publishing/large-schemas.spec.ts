import { describe, expect, it } from 'vitest';
import { defineRegisteredType } from '../../../src/catalogue/registered/registered-type.js';
import type { EventTypeDefinition } from '../../../src/catalogue/index.js';
import { sampleOf } from '../../../src/endpoint-test/sample-event.js';
import { EventValidator } from '../../../src/publishing/event-validator.js';

const TYPE = 'loan.decided';
const HASHES = {
  hashRef: (value: string) => value,
  fingerprint: (value: string) => Buffer.from(value),
};
const RULES = { validation: 'enforce', hasAssetStore: false } as const;

/** Returns the definition of a type whose schema is so large that it is compiled in turns. */
function largeType(): EventTypeDefinition {
  const field = { type: 'string', minLength: 1, maxLength: 99, format: 'date-time' };
  const properties = Object.fromEntries(Array.from({ length: 199 }, (_, n) => [`k${n}`, field]));
  const schema = { type: 'object', properties };
  return defineRegisteredType({ type: TYPE, description: 'A loan.', schema, example: {} });
}

function validatorOf(
  known: EventTypeDefinition | undefined,
  latest: EventTypeDefinition | undefined,
): EventValidator {
  const list = (): EventTypeDefinition[] => [];
  const catalogue = { get: () => known, list, latest: () => Promise.resolve(latest) };
  return new EventValidator(catalogue, HASHES, { now: () => Date.now() }, RULES);
}

/** Returns whether other work of the process ran during the action. */
async function letsOthersRun(action: () => Promise<unknown>): Promise<boolean> {
  let turns = 0;
  const counting = setInterval(() => (turns += 1), 0);
  await action();
  clearInterval(counting);
  return turns > 0;
}

describe('the first event of a large registered type lets other work run', () => {
  const request = { tenantRef: 't1', type: TYPE, data: {} };

  it('where the type is known', async () => {
    const definition = largeType();
    const validator = validatorOf(definition, definition);
    expect(await letsOthersRun(() => validator.validate(request))).toBe(true);
    expect(await letsOthersRun(() => validator.validate(request))).toBe(false);
  });

  it('and between those of a batch', async () => {
    const definition = largeType();
    const validator = validatorOf(definition, definition);
    let turn = 0;
    let counting = setImmediate(function count() {
      turn += 1;
      counting = setImmediate(count);
    });
    const turns = await Promise.all(
      Array.from({ length: 20 }, () => validator.validate(request).then(() => turn)),
    );
    clearImmediate(counting);
    expect(new Set(turns).size).toBe(20);
  });

  it('where another process has just registered it', async () => {
    const validator = validatorOf(undefined, largeType());
    expect(await letsOthersRun(() => validator.validate(request))).toBe(true);
  });

  it('where it is a sample for an endpoint', async () => {
    const definition = largeType();
    expect(await letsOthersRun(() => sampleOf(definition, 't1', { data: {} }))).toBe(true);
  });
});
