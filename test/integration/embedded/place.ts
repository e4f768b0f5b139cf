import { chmod, mkdtemp, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { guard } from '../../support/services/index.js';

/** A directory that holds a data directory, and goes with all that the server put elsewhere. */
export interface Place {
  directory: string;
  dataDir: string;
  remove(): Promise<void>;
}

/** `mode` is that of the directory around the data directory: 0o711 lets other users through. */
export async function makePlace(mode = 0o711): Promise<Place> {
  const directory = await realpath(await mkdtemp(join(tmpdir(), 'postrider-embedded-')));
  await chmod(directory, mode);
  const kept = guard({ directory });
  const dataDir = join(directory, 'data');
  return {
    directory,
    dataDir,
    async remove() {
      const home = await realpath(join(dataDir, 'postgres')).catch(() => undefined);
      if (home !== undefined) await rm(home, { recursive: true, force: true });
      await rm(directory, { recursive: true, force: true });
      kept.forget();
    },
  };
}
