import { expect, it } from 'vitest';
import { AdmissionLimit } from './publish-queue.js';

/** Publishes of so many bytes, each of another tenant. */
const takeEach = (room: AdmissionLimit, ...sizes: number[]): boolean[] =>
  sizes.map((bytes, at) => room.take(`${at} of ${sizes.length}`, bytes));

it('is full by count', () => {
  const room = new AdmissionLimit({ items: 2, bytes: 100 });
  expect(takeEach(room, 1, 1, 1)).toEqual([true, true, false]);
  room.leave('0 of 3', 1);
  expect(room.take('another', 1)).toBe(true);
});

it('is full by bytes', () => {
  const room = new AdmissionLimit({ items: 10, bytes: 100 });
  expect(takeEach(room, 60, 60, 40, 1)).toEqual([true, false, true, false]);
  room.leave('0 of 4', 60);
  expect(room.take('another', 60)).toBe(true);
});

it('lets in what is larger than the room when nothing else is there', () => {
  const room = new AdmissionLimit({ items: 10, bytes: 100 });
  expect(takeEach(room, 500, 1)).toEqual([true, false]);
  room.leave('0 of 2', 500);
  expect(takeEach(room, 1, 500)).toEqual([true, false]);
});

it('is full for one tenant at the half of it, by count and by bytes', () => {
  const room = new AdmissionLimit({ items: 4, bytes: 100 });
  expect([room.take('a', 1), room.take('a', 1), room.take('a', 1)]).toEqual([true, true, false]);
  expect([room.take('b', 30), room.take('b', 30), room.take('b', 20)]).toEqual([true, false, true]);
  room.leave('a', 1);
  expect([room.take('c', 1), room.take('c', 1)]).toEqual([true, false]);
});
