import { describe, expect, it } from 'vitest';
import { AppError } from '../common/index.js';
import { parsePublishRequest } from './publish-contract.js';

const body = { tenant_id: 'acme', type: 'session.created', data: { session_id: 's' } };

function errorsOf(value: unknown): [string, string][] {
  try {
    parsePublishRequest(value);
  } catch (error) {
    if (error instanceof AppError && error.status === 422) {
      return (error.details.errors ?? []).map(({ pointer, code }) => [pointer, code]);
    }
    throw error;
  }
  return [];
}

describe('parsePublishRequest', () => {
  it('takes the least that makes an event', () => {
    expect(parsePublishRequest(body)).toEqual({
      tenantRef: 'acme',
      type: 'session.created',
      data: { session_id: 's' },
    });
  });

  it.each([
    [null, ['', 'is_object']],
    [[], ['', 'is_object']],
    [{ ...body, tenant_id: undefined }, ['/tenant_id', 'required']],
    [{ ...body, type: 7 }, ['/type', 'is_string']],
    [{ ...body, data: 'x' }, ['/data', 'is_object']],
    [{ ...body, data: [] }, ['/data', 'is_object']],
    [{ ...body, idempotency_key: '' }, ['/idempotency_key', 'is_string']],
    [{ ...body, subject: 'x'.repeat(201) }, ['/subject', 'is_string']],
    [{ ...body, subject: 'a\0' }, ['/subject', 'matches']],
    [{ ...body, subject: 'a\nb' }, ['/subject', 'matches']],
    [{ ...body, subject: '\ud800' }, ['/subject', 'matches']],
    [{ ...body, subject: ' ' }, ['/subject', 'matches']],
    [{ ...body, 'a/b~c': 1 }, ['/a~1b~0c', 'unknown_field']],
    [{ ...body, derive: 'no' }, ['/derive', 'is_boolean']],
  ])('names what is wrong with %j', (value, expected) => {
    expect(errorsOf(value)).toEqual([expected]);
  });

  it('names every field at once', () => {
    expect(errorsOf({}).map(([pointer]) => pointer)).toEqual(['/tenant_id', '/type', '/data']);
  });
});
