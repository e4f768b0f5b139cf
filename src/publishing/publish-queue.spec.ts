import { expect, it } from 'vitest';
import type { EventContents } from '../events/index.js';
import type { DirectClaims } from '../queue/index.js';
import type { PreparedPublish } from './event-validator.js';
import type { FanoutTarget } from './fan-out.js';
import { AdmissionLimit, PublishQueue } from './publish-queue.js';
import type { BatchStore } from './store/batch-store.service.js';
import type { TenantRouteCache } from './tenant-route-cache.js';

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

it('waits for room at the endpoints that get the event, and for no other', async () => {
  const target = (id: string, eventTypes: string[]): Partial<FanoutTarget> => ({
    id,
    eventTypes,
    format: 'envelope',
    environment: 'all',
  });
  const endpoints = [target('busy', ['case.*']), target('meant', ['session.*'])];
  const route = { tenantId: 't', endpoints };
  const waitedFor: string[] = [];
  const queue = new PublishQueue(
    { storeBatch: () => Promise.resolve([{ kind: 'no_tenant' }]) } as unknown as BatchStore,
    { peek: () => route } as unknown as TenantRouteCache,
    {
      whenFree: (those: FanoutTarget[]) => {
        waitedFor.push(...those.map(({ id }) => id));
        return Promise.resolve();
      },
    } as unknown as DirectClaims,
    { prepare: () => Promise.resolve() } as unknown as EventContents,
  );
  const event = { tenantRef: 't', type: 'session.approved', isSandbox: false, dataJson: '{}' };
  await queue.store({ event: event as PreparedPublish['event'], derived: [] });
  expect(waitedFor).toEqual(['meant']);
});
