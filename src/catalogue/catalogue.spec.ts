import { describe, expect, it } from 'vitest';
import { createCatalogue } from './catalogue.js';
import { Derives } from './field-records.js';
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
  it('finds a type by its name and by its class', () => {
    expect(catalogue.has('session.created')).toBe(true);
    expect(catalogue.has('constructor')).toBe(false);
    expect(eventTypeOf(SessionCreated)).toBe('session.created');
    expect(define('session.created').pack).toBe('verifa');
  });

  it('knows which fields are personal and which are ids', () => {
    const approved = define('session.approved');
    expect(approved.personalFields).toEqual(['/result/extracted_data']);
    expect(approved.idFields).toEqual(['/session_id', '/external_ref', '/identity_id']);
    expect(define('check.monitoring.clear').idFields).toContain('/monitor_run_id');
    expect(define('check.matched').entityIdFields).toEqual(['check_id']);
    expect(define('identResult').idFields).toEqual(['/identId', '/personKey']);
  });

  it('takes everything for personal where a payload is documented by its id alone', () => {
    const open = catalogue.list().filter(({ personalFields }) => personalFields.includes(''));
    expect(new Set(open.map(({ pack }) => pack))).toEqual(
      new Set(['kyc', 'case-keeper', 'qoreid']),
    );
    expect(open).toHaveLength(8 + 36 + 13);
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
    expect(completed.subjectOf(data)).toBe('check_abc123');
    expect(completed.externalRefOf(data)).toBeNull();
    expect(completed.externalRefOf(completed.example)).toBe('user_456');
    expect(completed.isSandbox(data)).toBe(true);
    expect(completed.isSandbox(completed.example)).toBe(false);
    expect(completed.idsOf(data)).toEqual([
      { field: 'check_id', value: 'check_abc123' },
      { field: 'session_id', value: 'session_ghi789' },
      { field: 'batch_id', value: 'batch_def456' },
    ]);
  });

  it('finds the entity of a type that is about one of several kinds', () => {
    const record = define('complianceRecord');
    const { customerKey: _, ...rest } = record.example;
    expect(record.entityIdFields).toEqual(['customerKey', 'contractKey']);
    expect(record.subjectOf(record.example)).toBe('885eb2cc-12d6-49dd-b52a-a6634f510e17');
    const contractKey = '0f6d2b94-7c18-4a5e-93d0-e6b1c8a47f25';
    expect(record.subjectOf({ ...rest, contractKey })).toBe(contractKey);
    expect(record.subjectOf(rest)).toBeUndefined();
  });

  it('writes an id that is a number as text', () => {
    const started = define('address.verification_started');
    expect(started.subjectOf({ id: 184_207 })).toBe('184207');
    expect(started.subjectOf({ id: 'a-1' })).toBe('a-1');
    expect(started.idsOf({ id: 184_207 })).toEqual([{ field: 'id', value: '184207' }]);
    expect(started.subjectOf({ id: 1.5 })).toBeUndefined();
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
      // @ts-expect-error: a word that the type does not allow must not compile
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
    expect(packOf({ entityId: ['part_id', 'part_ref'] })).toThrow(/part_id/);
  });

  it('refuses a malformed name, a type defined twice and a class that is no event type', () => {
    expect(packOf({ type: 'part made' })).toThrow(/part made/);
    expect(() => createCatalogue([...availablePacks, ...availablePacks])).toThrow(/twice/);
    expect(() => createCatalogue([{ name: 'test', events: [Part] }])).toThrow(/@EventType/);
  });

  it('refuses a type that derives another one that is not on offer', () => {
    @Derives(
      () => SessionCreated,
      ({ part_id }: Part) => ({ session_id: part_id, external_ref: null, is_sandbox: false }),
    )
    @EventType({ type: 'part.lost', description: '', entityId: 'part_id', example })
    class PartLost extends Part {}
    const pack = { name: 'test', events: [PartLost] };
    expect(() => createCatalogue([pack])).toThrow(/part.lost derives session.created/);
    expect(() => createCatalogue([pack, ...availablePacks])).not.toThrow();
  });

  it('refuses a field that a child class declares again', () => {
    class Again extends Part {
      @Text()
      declare part_id: string;
    }
    expect(packOf({}, Again)).toThrow(/part_id is declared twice/);
  });
});
