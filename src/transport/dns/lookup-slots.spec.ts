import { expect, it, vi } from 'vitest';
import { LookupSlots } from './lookup-slots.js';

const never = (): AbortSignal => new AbortController().signal;

/** Enters as often as there is room at once; answers how often that was. */
async function fill(slots: LookupSlots, tenant: string, wanted: number): Promise<number> {
  for (let count = 0; count < wanted; count += 1) void slots.enter(tenant, never());
  await Promise.resolve();
  return slots.countOf(tenant);
}

it('a tenant has a few lookups under way, and others have theirs', async () => {
  const slots = new LookupSlots(256, 8);
  expect(await fill(slots, 'a', 40)).toBe(8);
  expect(await fill(slots, 'b', 3)).toBe(3);
});

it('many tenants that take all they may leave room for the next one', async () => {
  const slots = new LookupSlots(256, 8);
  let taken = 0;
  for (let n = 0; n < 40; n += 1) taken += await fill(slots, `tenant-${n}`, 40);
  expect(taken).toBeLessThan(256);
  expect(await fill(slots, 'the next', 40)).toBe(1);
});

it('a waiting lookup gets the slot that its tenant frees, in order', async () => {
  const slots = new LookupSlots(256, 1);
  await slots.enter('a', never());
  const order: string[] = [];
  const second = slots.enter('a', never()).then(() => order.push('second'));
  const third = slots.enter('a', never()).then(() => order.push('third'));
  slots.leave('a');
  await second;
  expect([order, slots.countOf('a')]).toEqual([['second'], 1]);
  slots.leave('a');
  await third;
  slots.leave('a');
  expect(slots.countOf('a')).toBe(0);
});

it('an aborted lookup leaves the queue', async () => {
  const slots = new LookupSlots(256, 1);
  await slots.enter('a', never());
  const impatient = new AbortController();
  const gaveUp = slots.enter('a', impatient.signal);
  const patient = vi.fn<() => void>();
  const waited = slots.enter('a', never()).then(patient);
  impatient.abort(new Error('no more time'));
  await expect(gaveUp).rejects.toThrow('no more time');
  expect(patient).not.toHaveBeenCalled();
  slots.leave('a');
  await waited;
});
