import 'reflect-metadata';
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Test } from '@nestjs/testing';
import { DataSource } from 'typeorm';
import type { EntityManager } from 'typeorm';
import { SessionEventsModule } from 'postrider';
import { PostriderTestingModule, RecordingPublisher } from 'postrider/testing';
import { Sessions } from './sessions.service.js';

/** What the service asks of its transaction. */
function managerWith(status: string): EntityManager {
  const manager = {
    findOneBy: () => Promise.resolve({ id: 'session_1', customer: 'acme', status }),
    update: () => Promise.resolve(),
  };
  return manager as unknown as EntityManager;
}

async function sessionsThatFind(manager: EntityManager) {
  const source = { transaction: (work: (given: EntityManager) => unknown) => work(manager) };
  const moduleRef = await Test.createTestingModule({
    imports: [PostriderTestingModule.forRoot(), SessionEventsModule],
    providers: [Sessions, { provide: DataSource, useValue: source }],
  }).compile();
  return { sessions: moduleRef.get(Sessions), published: moduleRef.get(RecordingPublisher) };
}

void test('an approval is published within its transaction', async () => {
  const manager = managerWith('open');
  const { sessions, published } = await sessionsThatFind(manager);
  await sessions.approve('session_1');
  const [event, ...others] = published.ofType('session.approved');
  assert.equal(others.length, 0);
  assert.equal(event?.tenant, 'acme');
  assert.equal(event?.data['session_id'], 'session_1');
  assert.equal(event?.manager, manager);
});

void test('what is approved already is not published again', async () => {
  const { sessions, published } = await sessionsThatFind(managerWith('approved'));
  await assert.rejects(sessions.approve('session_1'), /approved already/);
  assert.deepEqual(published.events, []);
});
