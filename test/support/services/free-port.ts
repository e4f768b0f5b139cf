import { randomInt } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:net';

/**
 * Below 32768, where Linux begins to give ports by itself: between here and their use, no listener on
 * port 0 and no outgoing connection of another test may get them.
 */
const [LOWEST, HIGHEST] = [20_000, 32_767];

/**
 * Each worker of the tests gives out its own quarter in turn. A port that was given at random could be one that another
 * test has closed, and to which a product of that test still sends.
 */
const QUARTER = Math.floor((HIGHEST + 1 - LOWEST) / 4);
const OWN_LOWEST = LOWEST + QUARTER * (Number(process.env['VITEST_POOL_ID'] ?? 0) % 4);
let given = randomInt(QUARTER);

/** Returns a free port of the loopback interface. */
export async function freePort(): Promise<number> {
  given = (given + 1) % QUARTER;
  const port = OWN_LOWEST + given;
  const probe = createServer();
  try {
    await once(probe.listen(port, '127.0.0.1'), 'listening');
  } catch (error) {
    if (isInUse(error)) return freePort();
    throw error;
  }
  await new Promise((resolve) => probe.close(resolve));
  return port;
}

function isInUse(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'EADDRINUSE';
}
