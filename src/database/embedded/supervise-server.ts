import { setTimeout as sleep } from 'node:timers/promises';
import type { ServerProcess } from './server-process.js';

export interface Supervised {
  /** The pid of the server that runs now. */
  readonly pid: number;
  /** Stops the supervision and the server. */
  stop(): Promise<void>;
}

interface Restart {
  /** Starts it again, at the same port. */
  again: () => Promise<ServerProcess>;
  warn: (message: string) => void;
}

const PAUSE_MS = 500;

/** Starts a server again whenever it ends unexpectedly. */
export function superviseServer(first: ServerProcess, { again, warn }: Restart): Supervised {
  let server = first;
  let stopping = false;
  const watch = async (): Promise<void> => {
    for (;;) {
      await server.exited;
      if (stopping) return;
      warn('the embedded PostgreSQL went away; it is started again');
      const next = await untilStarted();
      if (!next) return;
      server = next;
      if (stopping) return server.stop();
    }
  };
  const untilStarted = async (): Promise<ServerProcess | undefined> => {
    for (;;) {
      if (stopping) return undefined;
      try {
        return await again();
      } catch (error) {
        warn(error instanceof Error ? error.message : String(error));
        await sleep(PAUSE_MS);
      }
    }
  };
  const watching = watch();
  return {
    get pid() {
      return server.pid;
    },
    stop: async () => {
      stopping = true;
      await server.stop();
      await watching;
    },
  };
}
