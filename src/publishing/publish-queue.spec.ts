import { expect, it } from 'vitest';
import { AdmissionLimit } from './publish-queue.js';

it('is full by count', () => {
  const room = new AdmissionLimit({ items: 2, bytes: 100 });
  expect([room.take(1), room.take(1), room.take(1)]).toEqual([true, true, false]);
  room.leave(1);
  expect(room.take(1)).toBe(true);
});

it('is full by bytes', () => {
  const room = new AdmissionLimit({ items: 10, bytes: 100 });
  expect([room.take(60), room.take(60), room.take(40), room.take(1)]).toEqual([
    true,
    false,
    true,
    false,
  ]);
  room.leave(60);
  expect(room.take(60)).toBe(true);
});

it('lets in what is larger than the room when nothing else is there', () => {
  const room = new AdmissionLimit({ items: 10, bytes: 100 });
  expect([room.take(500), room.take(1)]).toEqual([true, false]);
  room.leave(500);
  expect([room.take(1), room.take(500)]).toEqual([true, false]);
});
