const OF_FILES = /^(EACCES|EPERM|EROFS|ENOSPC|EDQUOT|ENOTDIR|EEXIST|ENAMETOOLONG|ELOOP|EIO)$/;

/** Runs what uses the data directory; an error of its files is told in terms of DATA_DIR. */
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
