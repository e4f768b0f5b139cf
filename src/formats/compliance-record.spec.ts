import { describe, expect, it } from 'vitest';
import { shownModified } from './array-formats.js';

describe('modified of a compliance record', () => {
  it.each([
    ['2025-09-03T06:38:08', '2025-09-03T06:38:08'],
    ['2025-09-03T06:38:08.987', '2025-09-03T06:38:08'],
    ['2025-09-03T06:38:08,5', '2025-09-03T06:38:08'],
    ['2025-09-03T06:38', '2025-09-03T06:38:00'],
    ['2025-09-03T06:38:08Z', '2025-09-03T06:38:08'],
    ['2025-09-03T06:38:08.000Z', '2025-09-03T06:38:08'],
    ['2025-09-03T06:38:08.123456+02:00', '2025-09-03T04:38:08'],
    ['2025-01-01T00:30:00+0530', '2024-12-31T19:00:00'],
    ['2024-02-28T23:00:00-01', '2024-02-29T00:00:00'],
    ['20250903T063808Z', '2025-09-03T06:38:08'],
    ['20250903T0638+02', '2025-09-03T04:38:00'],
    // The year before the first has no form of four digits.
    ['0000-01-01T00:00:00+01:00', '0000-01-01T00:00:00'],
  ])('%s is shown as %s', (published, shown) => {
    expect(shownModified(published)).toBe(shown);
  });

  it.each([['yesterday'], [''], [1_756_881_488], [null], [undefined], [{}]])(
    '%j, which is no such time, stays as it is',
    (modified) => {
      expect(shownModified(modified)).toBe(modified);
    },
  );
});
