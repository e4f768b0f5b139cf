import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createCatalogue } from './catalogue.js';
import { CHECK_TYPES } from './verifa/check-payload.js';
import type { EventTypeDefinition } from './index.js';
import { availablePacks } from './packs.js';

const catalogue = createCatalogue(availablePacks);

function define(type: string): EventTypeDefinition {
  const definition = catalogue.get(type);
  if (!definition) throw new Error(`no ${type}`);
  return definition;
}

const id = fc.string({ minLength: 1, maxLength: 200 });
const check = fc.record(
  {
    check_id: id,
    check_type: fc.constantFrom(...CHECK_TYPES),
    status: fc.constantFrom('hit', 'clear'),
    has_match: fc.boolean(),
    is_sandbox: fc.boolean(),
    hit_count: fc.nat(),
    batch_id: id,
    session_id: fc.option(id),
    external_ref: fc.option(id),
    max_score: fc.double({ noNaN: true, noDefaultInfinity: true }),
    another: fc.jsonValue(),
  },
  { requiredKeys: ['check_id', 'check_type', 'status', 'has_match', 'is_sandbox'] },
);
const decided = fc.record({
  case_id: id,
  session_id: id,
  external_ref: fc.option(id),
  status: fc.string(),
  decision: fc.string(),
  is_sandbox: fc.boolean(),
  another: fc.jsonValue(),
});

describe('derived events', () => {
  it('come from checks with matches and from decided cases, and from nothing else', () => {
    const rules = catalogue.list().flatMap(({ type, derives }) => derives.map((to) => [type, to]));
    expect(rules).toEqual([
      ['check.completed', 'check.matched'],
      ['case.approved', 'session.approved'],
      ['case.rejected', 'session.declined'],
    ]);
    for (const definition of catalogue.list()) {
      // The only example from which no event derives is that of a check without hits.
      const { example } = definition;
      const data = example['status'] === 'clear' ? { ...example, status: 'hit' } : example;
      const derived = definition.derive(data).map(({ type }) => type);
      expect([definition.type, derived]).toEqual([definition.type, definition.derives]);
    }
  });

  it('derives a match with the fields that both types have', () => {
    const data = {
      check_id: 'check_abc123',
      check_type: 'sanction',
      status: 'hit',
      has_match: true,
      hit_count: 2,
      max_score: 0.9,
      batch_id: 'batch_def456',
      session_id: 'session_ghi789',
      external_ref: 'user_456',
      is_sandbox: false,
      note: 'not of the type',
    };
    const before = JSON.stringify(data);
    expect(define('check.completed').derive(data)).toEqual([
      {
        type: 'check.matched',
        data: {
          check_id: 'check_abc123',
          check_type: 'sanction',
          status: 'hit',
          hit_count: 2,
          batch_id: 'batch_def456',
          session_id: 'session_ghi789',
          external_ref: 'user_456',
          is_sandbox: false,
        },
      },
    ]);
    expect(JSON.stringify(data)).toBe(before);
  });

  it('leaves out what the check left out, and keeps null', () => {
    const [derived] = define('check.completed').derive({
      check_id: 'c',
      check_type: 'pep',
      status: 'hit',
      has_match: true,
      external_ref: null,
      is_sandbox: true,
    });
    expect(JSON.stringify(derived?.data)).toBe(
      '{"check_id":"c","check_type":"pep","status":"hit","external_ref":null,"is_sandbox":true}',
    );
  });

  it('derives no match where a check is clear', () => {
    const completed = define('check.completed');
    const { example } = completed;
    expect(
      completed.derive({ ...example, status: 'clear', has_match: false, hit_count: 0 }),
    ).toEqual([]);
  });

  it('gives the outcome of a session its guaranteed fields only', () => {
    const data = {
      case_id: 'case_abc123',
      session_id: 'session_def456',
      external_ref: 'user_456',
      status: 'closed',
      decision: 'as decided',
      is_sandbox: true,
      identity_id: 'identity_1',
      result: { face_match_passed: true },
      rejection_reason: 'forged',
    };
    const common = { session_id: 'session_def456', external_ref: 'user_456', is_sandbox: true };
    expect(define('case.approved').derive(data)).toEqual([
      { type: 'session.approved', data: { ...common, status: 'approved' } },
    ]);
    expect(define('case.rejected').derive(data)).toEqual([
      { type: 'session.declined', data: { ...common, status: 'rejected' } },
    ]);
    expect(define('case.escalated').derive(data)).toEqual([]);
  });

  it.each([
    ['check.completed', check],
    ['case.approved', decided],
    ['case.rejected', decided],
  ] as const)('are valid whenever the %s is', (type, valid: fc.Arbitrary<object>) => {
    const cause = define(type);
    fc.assert(
      fc.property(valid, (data) => {
        expect(cause.validate(data)).toEqual([]);
        for (const derived of cause.derive(data)) {
          expect(cause.derives).toContain(derived.type);
          expect(define(derived.type).validate(derived.data)).toEqual([]);
        }
      }),
    );
  });

  it('never throw, whatever the data is', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (data) => {
        for (const definition of catalogue.list()) {
          expect(definition.derive(data)).toBeInstanceOf(Array);
        }
      }),
    );
    expect(define('check.completed').derive(undefined)).toEqual([]);
  });
});
