import 'reflect-metadata';
import { asSystem, Scrubber } from '../../common/index.js';
import { eraseSubjects, REAPPLY, reapplyErasures, SUBJECTS_ERASE } from './erasure-commands.js';
import { retireKey, RETIRE, ROTATE, rotateKeys } from './key-commands.js';
import { SEAL, sealRows } from './seal-command.js';
import { verifyAuditLog } from './verify-audit-log.js';

/** A command of `npm run cli -- GROUP NAME`. */
interface Command {
  usage: string;
  /** Prints its result and returns the exit code: 0 means that all is well. */
  run: (options: { print: (line: string) => void; words: string[] }) => Promise<number>;
}

const COMMANDS: Readonly<Record<string, Command>> = {
  'audit verify': {
    usage: 'audit verify   checks that no entry of the audit log was changed or removed',
    run: verifyAuditLog,
  },
  'subjects erase': { usage: SUBJECTS_ERASE, run: eraseSubjects },
  'erasures reapply': { usage: REAPPLY, run: reapplyErasures },
  'keys rotate': { usage: ROTATE, run: rotateKeys },
  'keys retire': { usage: RETIRE, run: retireKey },
  'keys seal': { usage: SEAL, run: sealRows },
};

const USAGE = `Usage: npm run cli -- COMMAND\n\n${Object.values(COMMANDS)
  .map(({ usage }) => `  ${usage}`)
  .join('\n')}\n`;
const MISUSED = 2;

process.exitCode = await main();

async function main(): Promise<number> {
  const [group = '', name = '', ...words] = process.argv.slice(2);
  const command = commandOf(`${group} ${name}`);
  if (!command) {
    process.stderr.write(USAGE);
    return MISUSED;
  }
  try {
    const print = (line: string): boolean => process.stdout.write(`${line}\n`);
    return await asSystem(() => command.run({ print, words }));
  } catch (error) {
    const { scrub } = new Scrubber();
    process.stderr.write(`${scrub(error instanceof Error ? error.message : String(error))}\n`);
    return 1;
  }
}

function commandOf(name: string): Command | undefined {
  return Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
}
