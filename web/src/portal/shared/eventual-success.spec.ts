import { expect, it } from 'vitest';
import { ofSettled } from './eventual-success';

it('says how many deliveries the share counts, and how many it does not', () => {
  const row = { succeeded: 90, failed: 5 };
  expect(ofSettled(row, { pending: 1_204, skipped: 2 })).toBe(
    'of 95 settled; 1,204 pending, 2 skipped',
  );
  expect(ofSettled(row, {})).toBe('of 95 settled');
  expect(ofSettled({}, undefined)).toBe('nothing settled yet');
});
