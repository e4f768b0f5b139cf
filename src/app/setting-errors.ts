import { createServer } from 'node:net';

interface Place {
  port: number;
  host: string;
}

/**
 * Throws an error that names PORT or HOST where the process cannot listen there. Called before
 * other parts start.
 */
export async function checkPort({ port, host }: Place): Promise<void> {
  const probe = createServer();
  try {
    await new Promise<void>((resolve, reject) => {
      probe.once('error', reject).listen({ port, host, exclusive: true }, resolve);
    });
  } catch (error) {
    throw listenError(error, { port, host });
  }
  await new Promise((resolve) => probe.close(resolve));
}

/** Converts an error of `listen` to one that names the settings. */
export function listenError(error: unknown, { port, host }: Place): Error {
  const { code = '', message = String(error) } = error as Partial<NodeJS.ErrnoException>;
  const text = TEXTS[code]?.({ port, host }) ?? `HOST ${host} with PORT ${port}: ${message}`;
  return new Error(text, { cause: error });
}

const noSuchHost = ({ host }: Place): string =>
  `HOST ${host} cannot be resolved: set HOST to an address of this machine`;

const TEXTS: Record<string, (place: Place) => string> = {
  EADDRINUSE: ({ port, host }) =>
    `PORT ${port} is in use on HOST ${host}: stop what listens there, or set another PORT`,
  EACCES: ({ port, host }) =>
    `PORT ${port} may not be used by this user on HOST ${host} (EACCES): set a PORT above 1023, ` +
    'or give the process the right to bind it (CAP_NET_BIND_SERVICE)',
  EADDRNOTAVAIL: ({ host }) =>
    `HOST ${host} is no address of this machine (EADDRNOTAVAIL): set HOST to one that is, ` +
    'or to 0.0.0.0 for all',
  EAFNOSUPPORT: ({ host }) =>
    `HOST ${host} is of an address family that this machine does not have (EAFNOSUPPORT)`,
  EINVAL: ({ host }) => `HOST ${host} cannot be listened on (EINVAL): set another HOST`,
  ENOTFOUND: noSuchHost,
  EAI_AGAIN: noSuchHost,
};

const OF_FILES = /^(EACCES|EPERM|EROFS|ENOSPC|EDQUOT|ENOTDIR|EEXIST|ENAMETOOLONG|ELOOP|EIO)$/;

/** Runs work that uses the data directory. Converts a file error to one that names DATA_DIR. */
export async function namingDataDir<T>(dataDir: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const code = fileErrorOf(error);
    if (code === undefined || !(error instanceof Error) || error.message.startsWith('DATA_DIR')) {
      throw error;
    }
    const message =
      `DATA_DIR ${dataDir} cannot be used by this user (${error.message}): ` +
      'give it a directory that it may write to, with room left, or set DATABASE_URL';
    throw new Error(message, { cause: error });
  }
}

function fileErrorOf(error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined;
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  return OF_FILES.test(code) ? code : fileErrorOf(error.cause);
}
