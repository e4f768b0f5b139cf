import { execFile } from 'node:child_process';
import { mkdir } from 'node:fs/promises';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** A file system in memory, or why there is none: only root may mount, and not everywhere. */
export async function mountSmallDisk(
  directory: string,
  sizeMib: number,
): Promise<{ unmount(): Promise<void> } | { problem: string }> {
  await mkdir(directory, { recursive: true });
  try {
    await run('mount', ['-t', 'tmpfs', '-o', `size=${sizeMib}m,mode=0711`, 'tmpfs', directory]);
  } catch (error) {
    const { stderr, message } = error as Error & { stderr?: string };
    return { problem: (stderr?.trim() || message).split('\n')[0] ?? '' };
  }
  return {
    unmount: async () => {
      await run('umount', ['--lazy', directory]);
    },
  };
}
