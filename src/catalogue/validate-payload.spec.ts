import { describe, expect, it } from 'vitest';
import { createCatalogue } from './catalogue.js';
import { availablePacks } from './index.js';

const catalogue = createCatalogue(availablePacks);

function errorsOf(type: string, change: Record<string, unknown>): string[] {
  const definition = catalogue.get(type);
  const data: unknown = JSON.parse(JSON.stringify({ ...definition?.example, ...change }));
  return (definition?.validate(data) ?? []).map(({ pointer, code }) => `${pointer} ${code}`);
}

describe('validation of data', () => {
  it('takes null only where the type says so, and absence only of optional fields', () => {
    expect(errorsOf('session.created', { external_ref: null })).toEqual([]);
    expect(errorsOf('session.created', { external_ref: undefined })).toEqual([
      '/data/external_ref required',
    ]);
    expect(errorsOf('session.created', { session_id: null })).toEqual([
      '/data/session_id wrong_type',
    ]);
    expect(errorsOf('session.approved', { identity_id: null, result: undefined })).toEqual([]);
    expect(errorsOf('session.approved', { result: null })).toEqual(['/data/result wrong_type']);
    expect(errorsOf('check.completed', { session_id: null, external_ref: undefined })).toEqual([]);
    expect(errorsOf('check.completed', { batch_id: null })).toEqual(['/data/batch_id wrong_type']);
  });

  it('closes the enumerations', () => {
    expect(errorsOf('session.declined', { status: 'declined' })).toEqual([
      '/data/status not_one_of',
    ]);
    expect(errorsOf('check.completed', { check_type: 'aml' })).toEqual([
      '/data/check_type not_one_of',
    ]);
    expect(errorsOf('check.monitoring.clear', { trigger: 'manual' })).toEqual([
      '/data/trigger not_one_of',
    ]);
    expect(errorsOf('check.matched', { status: 'clear' })).toEqual(['/data/status not_one_of']);
  });

  it('bounds numbers, texts and lists', () => {
    expect(errorsOf('check.completed', { hit_count: 1.5 })).toEqual(['/data/hit_count wrong_type']);
    expect(errorsOf('check.completed', { hit_count: -1 })).toEqual([
      '/data/hit_count out_of_range',
    ]);
    expect(errorsOf('check.completed', { check_id: '' })).toEqual(['/data/check_id wrong_length']);
    expect(errorsOf('check.completed', { check_id: '🎫'.repeat(200) })).toEqual([]);
    expect(errorsOf('check.completed', { check_id: '🎫'.repeat(201) })).toEqual([
      '/data/check_id wrong_length',
    ]);
    expect(errorsOf('check.completed', { pep_classes: ['mayor', 1] })).toEqual([
      '/data/pep_classes wrong_type',
    ]);
    expect(errorsOf('check.completed', { pep_classes: Array(1001).fill('mayor') })).toEqual([
      '/data/pep_classes too_many_items',
    ]);
  });

  it('points at every wrong field, nested ones included, and repeats no value', () => {
    const result = { age_check_passed: 'yes', extracted_data: { first_name: 7, shoe_size: 41 } };
    expect(errorsOf('session.approved', { session_id: 1, result }).sort()).toEqual([
      '/data/result/age_check_passed wrong_type',
      '/data/result/extracted_data/first_name wrong_type',
      '/data/session_id wrong_type',
    ]);
    const secretive = catalogue.get('check.matched')?.validate({ check_type: 'Jane Doe' });
    expect(JSON.stringify(secretive)).not.toContain('Jane');
  });

  it('is not misled by names that every object has, and leaves data as it was', () => {
    const json =
      '{"session_id":"s","external_ref":null,"is_sandbox":false,"status":"approved",' +
      '"__proto__":{"status":"x"},"constructor":null,"hasOwnProperty":1,' +
      '"result":{"constructor":{"prototype":null},"__proto__":[]}}';
    const data: unknown = JSON.parse(json);
    expect(catalogue.get('session.approved')?.validate(data)).toEqual([]);
    expect(JSON.stringify(data)).toBe(json);
    const inherited: unknown = JSON.parse(`{"__proto__":${json}}`);
    expect(catalogue.get('session.approved')?.validate(inherited)).toHaveLength(4);
    for (const result of [[{ constructor: null }], 'text', [[]], 5]) {
      expect(errorsOf('session.approved', { result })).toEqual(['/data/result wrong_type']);
    }
    expect(catalogue.get('session.approved')?.validate([])).toHaveLength(1);
    expect(catalogue.get('session.approved')?.validate(undefined)).toHaveLength(1);
  });
});
