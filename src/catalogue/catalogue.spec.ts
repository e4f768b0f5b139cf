import { describe, expect, it } from 'vitest';
import { createCatalogue } from './catalogue.js';
import { EventType, eventTypeOf } from './event-type.js';
import { Flag, Id, Text } from './field-decorators.js';
import { availablePacks, SessionApproved, SessionCreated } from './index.js';

const catalogue = createCatalogue(availablePacks);

function define(type: string): NonNullable<ReturnType<typeof catalogue.get>> {
  const definition = catalogue.get(type);
  if (!definition) throw new Error(`no ${type}`);
  return definition;
}

describe('the catalogue', () => {
  it('offers the session and check events of its pack in order', () => {
    expect(catalogue.list().map((definition) => definition.type)).toEqual([
      'session.created',
      'session.started',
      'session.approved',
      'session.declined',
      'session.requires-review',
      'session.expired',
      'session.resubmission-required',
      'session.redacted',
      'session.retention-expired',
      'check.completed',
      'check.matched',
      'check.monitoring.new_hits',
      'check.monitoring.clear',
    ]);
    expect(catalogue.list().every(({ pack }) => pack === 'verifa')).toBe(true);
    expect(catalogue.has('session.created')).toBe(true);
    expect(catalogue.has('constructor')).toBe(false);
    expect(eventTypeOf(SessionCreated)).toBe('session.created');
  });

  it('tells which fields are personal and which are ids', () => {
    const approved = define('session.approved');
    expect(approved.personalFields).toEqual(['/result/extracted_data']);
    expect(approved.idFields).toEqual(['/session_id', '/external_ref', '/identity_id']);
    expect(define('check.monitoring.clear').idFields).toContain('/monitor_run_id');
    expect(define('check.matched').entityIdField).toBe('check_id');
  });

  it('writes the schema from the same class', () => {
    expect(define('session.approved').schema).toMatchObject({
      $schema: 'https://json-schema.org/draft/2020-12/schema',
      title: 'session.approved',
      required: ['session_id', 'external_ref', 'is_sandbox', 'status'],
      additionalProperties: true,
      properties: {
        session_id: { type: 'string', minLength: 1, maxLength: 200 },
        external_ref: { type: ['string', 'null'], minLength: 1, maxLength: 200 },
        status: { type: 'string', enum: ['approved'] },
        result: { type: 'object', properties: { face_match_passed: { type: 'boolean' } } },
      },
    });
  });

  it('reads subject, reference, ids and environment out of data', () => {
    const completed = define('check.completed');
    const data = { ...completed.example, is_sandbox: true, external_ref: null };
    expect(completed.subjectOf(data)).toBe('check_c41e07aa');
    expect(completed.externalRefOf(data)).toBeNull();
    expect(completed.externalRefOf(completed.example)).toBe('user_456');
    expect(completed.isSandbox(data)).toBe(true);
    expect(completed.isSandbox(completed.example)).toBe(false);
    expect(completed.idsOf(data)).toEqual([
      { field: 'check_id', value: 'check_c41e07aa' },
      { field: 'session_id', value: 'session_7f3a91c2' },
      { field: 'batch_id', value: 'batch_09d2f6b3' },
    ]);
  });

  it('reads nothing out of data that has not the shape of its type', () => {
    const created = define('session.created');
    for (const data of [null, 7, [], 'session_id', { session_id: 5 }, { session_id: '' }]) {
      expect(created.subjectOf(data)).toBeUndefined();
      expect(created.idsOf(data)).toEqual([]);
      expect(created.isSandbox(data)).toBe(false);
    }
  });

  it('types the payloads for those who publish from code', () => {
    const approved: SessionApproved = {
      session_id: 's',
      external_ref: null,
      is_sandbox: false,
      // @ts-expect-error: another word than the type's own must not compile
      status: 'rejected',
    };
    expect(define('session.approved').validate(approved)).toHaveLength(1);
  });
});

describe('registration', () => {
  const example = { part_id: 'p', part_ref: 'r', fine: true };

  class Part {
    @Id()
    part_id: string;

    @Id({ optional: true })
    part_ref?: string;

    @Flag()
    fine: boolean;
  }

  function packOf(options: Partial<Parameters<typeof EventType>[0]>, parent = Part): () => unknown {
    @EventType({ type: 'part.made', description: '', entityId: 'part_id', example, ...options })
    class PartMade extends parent {}
    return () => createCatalogue([{ name: 'test', events: [PartMade] }]);
  }

  it('takes one more class as one more type', () => {
    expect(packOf({})).not.toThrow();
  });

  it('refuses an example that is not valid', () => {
    expect(packOf({ example: { ...example, fine: 'yes' } })).toThrow(/part.made.*\/data\/fine/);
  });

  it('refuses an entity id that is not a required id', () => {
    expect(packOf({ entityId: 'part_ref' })).toThrow(/part_ref/);
    expect(packOf({ entityId: 'fine' })).toThrow(/fine/);
    expect(packOf({ entityId: 'other' })).toThrow(/other/);
  });

  it('refuses a malformed name, a type defined twice and a class that is no event type', () => {
    expect(packOf({ type: 'part made' })).toThrow(/part made/);
    expect(() => createCatalogue([...availablePacks, ...availablePacks])).toThrow(/twice/);
    expect(() => createCatalogue([{ name: 'test', events: [Part] }])).toThrow(/@EventType/);
  });

  it('refuses a field that a child class declares again', () => {
    class Again extends Part {
      @Text()
      declare part_id: string;
    }
    expect(packOf({}, Again)).toThrow(/part_id is declared twice/);
  });
});
