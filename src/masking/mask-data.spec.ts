import { describe, expect, it } from 'vitest';
import { availablePacks, createCatalogue } from '../catalogue/index.js';
import { maskData, showsField } from './mask-data.js';

const catalogue = createCatalogue(availablePacks);
const session = {
  session_id: 's1',
  external_ref: 'user_1',
  is_sandbox: false,
  status: 'approved',
  result: { age_check_passed: true, note: 'tall', extracted_data: { last_name: 'Doe', age: 31 } },
  comment: 'Jane',
};

describe('maskData', () => {
  it('masks what is personal, and what is not declared at any depth', () => {
    expect(maskData(catalogue.get('session.approved'), session)).toEqual({
      shown: {
        session_id: 's1',
        external_ref: 'user_1',
        is_sandbox: false,
        status: 'approved',
        result: { age_check_passed: true, note: '[masked]', extracted_data: '[masked]' },
        comment: '[masked]',
      },
      hidden: expect.arrayContaining(['tall', 'Doe', '31', 'Jane']),
    });
  });

  it('shows the declared ids of a type that is documented by them alone', () => {
    const { shown } = maskData(catalogue.get('kyc.session.approved'), {
      session_id: 's1',
      external_ref: 'jane@example.com',
      person: { name: 'Jane' },
    });
    expect(shown).toEqual({
      session_id: 's1',
      external_ref: '[masked]',
      person: '[masked]',
    });
  });

  it('shows nothing of a confidential or unknown type, not even names', () => {
    for (const type of ['check.matched', 'no.such.type']) {
      const { shown, hidden } = maskData(catalogue.get(type), { check_id: 'c1', hit_count: 2 });
      expect(shown).toBe('[masked]');
      expect(hidden).toEqual(expect.arrayContaining(['c1', '2']));
    }
  });

  it('masks a value that is not what the schema says it is', () => {
    const type = catalogue.get('session.created');
    const data = { session_id: { name: 'Jane' }, external_ref: ['Jane'], is_sandbox: 'Jane' };
    expect(maskData(type, data, ['/data/is_sandbox']).shown).toEqual({
      session_id: '[masked]',
      external_ref: '[masked]',
      is_sandbox: '[masked]',
    });
  });

  it('masks names that may be personal themselves', () => {
    const type = catalogue.get('session.created');
    expect(maskData(type, { 'jane@example.com': 1 }).shown).toEqual({ '[masked]': '[masked]' });
  });

  it('goes through lists whose items are declared', () => {
    const type = {
      personalFields: [],
      idFields: [],
      confidential: false,
      schema: {
        properties: {
          codes: { items: { type: 'string' } },
          people: { items: { properties: { code: {} } } },
          open: { type: 'array' },
        },
      },
    };
    const data = { codes: ['a'], people: [{ code: 1, name: 'Jane' }], open: ['Jane'] };
    expect(maskData(type, data).shown).toEqual({
      codes: ['a'],
      people: [{ code: 1, name: '[masked]' }],
      open: '[masked]',
    });
  });
});

describe('showsField', () => {
  it('shows what a type declares and does not mark', () => {
    expect(showsField(catalogue.get('session.created'), '/external_ref')).toBe(true);
    expect(showsField(catalogue.get('session.declined'), '/rejection_reason')).toBe(false);
    expect(showsField(catalogue.get('kyc.session.created'), '/session_id')).toBe(true);
    expect(showsField(catalogue.get('kyc.session.created'), '/external_ref')).toBe(false);
    expect(showsField(catalogue.get('check.matched'), '/check_id')).toBe(false);
    expect(showsField(undefined, '/id')).toBe(false);
  });
});
