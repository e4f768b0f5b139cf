import type { TestProject } from 'vitest/node';
import './services/provided.js';
import { startPostgres } from './services/start-postgres.js';
import { startRedis } from './services/start-redis.js';

const running: { stop(): Promise<void> }[] = [];

/** Brings PostgreSQL and Redis for the whole run, or takes the ones that the environment names. */
export async function setup(project: TestProject): Promise<void> {
  const starting = [keep(startPostgres()), provideRedis()] as const;
  try {
    const [{ url, template }, redisUrl] = await Promise.all(starting);
    project.provide('postgres', { url, template });
    project.provide('redisUrl', redisUrl);
  } catch (error) {
    // If one service fails to start, the other may still be starting and must be stopped as well.
    await Promise.allSettled(starting);
    await teardown();
    throw error;
  }
}

export async function teardown(): Promise<void> {
  await Promise.all(running.splice(0).map((service) => service.stop()));
}

async function provideRedis(): Promise<string> {
  const given = process.env.TEST_REDIS_URL;
  if (given) return given;
  return (await keep(startRedis())).url;
}

async function keep<Service extends { stop(): Promise<void> }>(
  starting: Promise<Service>,
): Promise<Service> {
  const service = await starting;
  running.push(service);
  return service;
}
