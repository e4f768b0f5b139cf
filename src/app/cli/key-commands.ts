import { parseArgs } from 'node:util';
import { loadSettings, resolveKeys } from '../../config/index.js';
import {
  HotPool,
  inspectDatabase,
  KeyRing,
  KeyRotation,
  runningServerUrl,
  sessionsFor,
  untilInReach,
} from '../../database/index.js';
import { showProgress } from './progress.js';

export const ROTATE =
  'keys rotate [--to ID]   encrypts all data keys with the first encryption key, or another one';
export const RETIRE = 'keys retire ID   ends the use of an encryption key for good';

interface CommandOptions {
  print: (line: string) => void;
  words: string[];
}

export async function rotateKeys({ print, words: args }: CommandOptions): Promise<number> {
  const { to } = parseArgs({ args, options: { to: { type: 'string' } } }).values;
  return withKeys(async (rotation, ring) => {
    const target = to ?? ring.firstId;
    if ((await rotation.retired([target])).length > 0) {
      print(
        `The encryption key '${target}' is retired. Put another one first, or name it by --to.`,
      );
      return 1;
    }
    const progress = showProgress(process.stdout);
    const failed = await untilInReach(() => rotation.rotate(target, progress.show), print);
    progress.end();
    for (const { id, dataKeys } of await rotation.uses()) {
      print(`${dataKeys} data keys are encrypted with '${id}'`);
    }
    if (failed.length === 0) return 0;
    print(`${failed.length} data keys cannot be decrypted; the first one is ${failed[0]}`);
    return 1;
  });
}

export async function retireKey({ print, words: args }: CommandOptions): Promise<number> {
  const { positionals } = parseArgs({ args, allowPositionals: true });
  const [id] = positionals;
  if (id === undefined || positionals.length > 1) {
    print(`Usage: npm run cli -- ${RETIRE}`);
    return 2;
  }
  return withKeys(async (rotation, ring) => {
    const known = [...ring.ids, ...(await rotation.uses()).map((use) => use.id)];
    if ((await rotation.retired([id])).length > 0) {
      print(`'${id}' is retired already: take it out of the settings of every process`);
      return 0;
    }
    const refusal = !known.includes(id)
      ? `no encryption key is called '${id}'; there are ${[...new Set(known)].join(', ')}`
      : id === ring.firstId
        ? `'${id}' is the first key of the settings: put another one first and run 'keys rotate'`
        : undefined;
    const needed = refusal === undefined ? await rotation.retire(id) : 0;
    if (refusal !== undefined || needed > 0) {
      print(refusal ?? `${needed} data keys need '${id}': run 'keys rotate' first`);
      return 1;
    }
    print(`'${id}' is retired: nothing in the database needs it; take it out of the settings`);
    return 0;
  });
}

async function withKeys(
  work: (rotation: KeyRotation, ring: KeyRing) => Promise<number>,
): Promise<number> {
  const settings = loadSettings(process.env, process.cwd());
  const url = settings.databaseUrl ?? (await runningServerUrl(settings.dataDir));
  const { encryptionKeys } = await resolveKeys(settings);
  const ring = KeyRing.of({ ...settings, encryptionKeys });
  const sessions = sessionsFor(await inspectDatabase(url));
  const pool = new HotPool({ url, sessions }, { maxConnections: 2 });
  try {
    return await work(new KeyRotation(pool, ring), ring);
  } finally {
    await pool.close();
  }
}
