import { createSession } from './connection-options.js';
import type { DatabaseAccess } from './session/index.js';

/** The first row of a statement, on a connection of its own. */
export async function queryOnce<Row extends object>(
  access: DatabaseAccess,
  text: string,
): Promise<Row | undefined> {
  const session = createSession(access, 'postrider-look');
  try {
    await session.connect();
    const { rows } = await session.query<Row>(text);
    return rows[0];
  } finally {
    void session.end().catch(() => undefined);
  }
}
