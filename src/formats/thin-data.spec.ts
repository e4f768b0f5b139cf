import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canBeThin, minimisedData, thinData } from './thin-data.js';

const definition = {
  idFields: ['/session_id', '/external_ref', '/result/document_id', '/person/case_id', '/a~1b'],
  personalFields: ['/result/extracted_data', '/person', '/name'],
};

describe('thinData', () => {
  it('keeps the declared ids, each at its place and in the order of the data', () => {
    const data =
      '{"status":"approved","external_ref":null,"session_id":"s1","a/b":7,' +
      '"result":{"face_match_passed":true,"document_id":"d1","extracted_data":{"last_name":"Doe"}}}';
    expect(thinData(definition, data)).toBe(
      '{"external_ref":null,"session_id":"s1","a/b":7,"result":{"document_id":"d1"}}',
    );
  });

  it('leaves out ids that are personal or stand within something personal', () => {
    const data = '{"person":{"case_id":"c1","name":"Jane"},"session_id":"s1"}';
    expect(thinData(definition, data)).toBe('{"session_id":"s1"}');
    expect(thinData({ idFields: ['/name'], personalFields: ['/name'] }, '{"name":"Jane"}')).toBe(
      '{}',
    );
  });

  it('keeps the ids of a type whose other fields are all personal', () => {
    const open = { idFields: ['/id'], personalFields: [''] };
    expect(thinData(open, '{"id":"v1","name":"Jane"}')).toBe('{"id":"v1"}');
  });

  it('takes nothing for an id that is none', () => {
    const data = '{"session_id":{"name":"Jane"},"external_ref":["Doe"],"result":"x","a/b":true}';
    expect(thinData(definition, data)).toBe('{}');
  });

  it('knows no id of a type that is not on offer any more', () => {
    expect(thinData(undefined, '{"session_id":"s1"}')).toBe('{}');
  });

  it('lets no other value through, whatever the data', () => {
    const marker = 'Zebedee';
    const values = fc.jsonValue().map((value) => ({ nested: value, marker }));
    const names = fc.constantFrom('status', '__proto__', 'result', 'person', 'name', 'session');
    fc.assert(
      fc.property(fc.dictionary(names, values), (data) => {
        const text = JSON.stringify({ ...data, session_id: 's1' });
        expect(thinData(definition, text)).toBe('{"session_id":"s1"}');
      }),
    );
  });
});

describe('canBeThin', () => {
  it('is true of every format but the one whose fields are fixed', () => {
    expect(canBeThin('topic')).toBe(true);
    expect(canBeThin('cloudevents')).toBe(true);
    expect(canBeThin('callback')).toBe(false);
  });
});

describe('minimisedData', () => {
  const minimised = (data: unknown, personalFields = definition.personalFields): unknown => {
    const schema = {
      required: ['session_id', 'status', 'name', 'tags', 'hits', 'result', 'person'],
      properties: { result: { required: ['passed', 'note'], properties: {} } },
    };
    const text = minimisedData({ ...definition, personalFields, schema }, JSON.stringify(data));
    return JSON.parse(text) as unknown;
  };

  it('keeps ids, and required fields that are not personal', () => {
    const data = {
      session_id: 's1',
      status: 'approved',
      comment: 'Jane was nervous',
      name: 'Jane',
      person: { case_id: 'c1' },
      external_ref: null,
    };
    const kept = { session_id: 's1', status: 'approved', external_ref: null };
    expect(minimised(data)).toEqual(kept);
  });

  it('looks into objects that are required, and takes ids alone from others', () => {
    const result = { passed: true, note: 'x', document_id: 'd1', seen: 'Jane' };
    const kept = { passed: true, note: 'x', document_id: 'd1' };
    expect(minimised({ result: { ...result, extracted_data: {} } })).toEqual({ result: kept });
    expect(minimised({ other: result })).toEqual({});
  });

  it('keeps lists of plain values, and empties lists of objects', () => {
    expect(minimised({ tags: ['a', 1], hits: [{ name: 'Jane' }], list: ['Jane'] })).toEqual({
      tags: ['a', 1],
      hits: [],
    });
  });

  it('keeps only the ids of a type whose fields are all personal, and of none that is not on offer', () => {
    expect(minimised({ session_id: 's1', status: 'approved' }, [''])).toEqual({ session_id: 's1' });
    expect(minimisedData(undefined, '{"session_id":"s1"}')).toBe('{}');
  });
});
