import { describe, expect, it } from 'vitest';
import { refsOf } from './rejections.js';

describe('refsOf', () => {
  it('finds what stands under names that hold ids, at any depth, and nothing else', () => {
    const body = {
      tenant_id: 'ten_1',
      type: 'sesion.approved',
      subject: 'sub_1',
      idempotency_key: 'key_1',
      data: {
        session_id: 's_1',
        external_ref: 'user_1',
        name: 'Ada',
        status: 'approved',
        valid: true,
        check: { customerKey: 'c_1', checkIds: ['k_1', 'k_2'], number: 17, ratio: 0.5 },
      },
    };
    expect(refsOf(body)).toEqual(['sub_1', 'key_1', 's_1', 'user_1', 'c_1', 'k_1', 'k_2', '17']);
  });

  it('is bounded, whatever comes', () => {
    const many = Array.from({ length: 100_000 }, (_, index) => ({ id: `i${index}` }));
    expect(refsOf({ data: { many } })).toHaveLength(64);
    expect(refsOf({ data: Array.from({ length: 300 }, () => Array(300).fill(0)) })).toEqual([]);
    for (const body of [null, 'text', 7, [], { data: { id: '', ref: 'x'.repeat(501) } }]) {
      expect(refsOf(body)).toEqual([]);
    }
  });
});
