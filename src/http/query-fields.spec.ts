import { plainToInstance } from 'class-transformer';
import { validateSync } from 'class-validator';
import { describe, expect, it } from 'vitest';
import { IsMoment } from './query-fields.js';

class Query {
  @IsMoment('From here on.')
  since?: string;
}

const messageOf = (since: string): string | undefined =>
  validateSync(plainToInstance(Query, { since }))[0]?.constraints?.['isTime'];

describe('a time of a query', () => {
  it('whose + was read as a space is refused with how to write it', () => {
    expect(messageOf('2026-03-01T12:00:00 02:00')).toBe(
      'since must be an ISO 8601 time with its zone, or unix seconds; in a query string a + is read as a space, write %2B',
    );
  });

  it('that is wrong in another way gets no such hint', () => {
    expect(messageOf('yesterday')).toBe(
      'since must be an ISO 8601 time with its zone, or unix seconds',
    );
    expect(messageOf('2026-03-01T12:00:00+02:00')).toBeUndefined();
  });
});
