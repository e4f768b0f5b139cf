import 'reflect-metadata';
import { parseArgs } from 'node:util';
import { Scrubber } from '../../common/index.js';
import { verifyAuditLog } from './verify-audit-log.js';

/** A command of `npm run cli -- GROUP NAME`. */
interface Command {
  usage: string;
  /** Prints its result and returns the exit code: 0 means that all is well. */
  run: (options: { print: (line: string) => void }) => Promise<number>;
}

const COMMANDS: Readonly<Record<string, Command>> = {
  'audit verify': {
    usage: 'audit verify   checks that no entry of the audit log was changed or removed',
    run: verifyAuditLog,
  },
};

const USAGE = `Usage: npm run cli -- COMMAND\n\n${Object.values(COMMANDS)
  .map(({ usage }) => `  ${usage}`)
  .join('\n')}\n`;
const MISUSED = 2;

process.exitCode = await main();

async function main(): Promise<number> {
  const command = commandOf(process.argv.slice(2));
  if (!command) {
    process.stderr.write(USAGE);
    return MISUSED;
  }
  try {
    return await command.run({ print: (line) => process.stdout.write(`${line}\n`) });
  } catch (error) {
    const { scrub } = new Scrubber();
    process.stderr.write(`${scrub(error instanceof Error ? error.message : String(error))}\n`);
    return 1;
  }
}

function commandOf(args: string[]): Command | undefined {
  try {
    const { positionals } = parseArgs({ args, allowPositionals: true });
    const name = positionals.join(' ');
    return Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
  } catch {
    return undefined;
  }
}
