import 'reflect-metadata';
import { asSystem, Scrubber } from '../../common/index.js';
import { secretsOf } from '../../config/index.js';
import { examine } from './examine.js';
import type { Examination } from './examine.js';
import { reasonOf } from './finding.js';
import type { Finding } from './finding.js';

// Run by `npm run doctor [-- --json]`; in an image by `node dist/bundle/doctor.js`.
const [option, ...others] = process.argv.slice(2);
if (others.length > 0 || (option !== undefined && option !== '--json')) {
  process.stderr.write('Usage: npm run doctor [-- --json]\n');
  process.exit(2);
}
// Database and queue clients print warnings on the console; the findings already name their causes.
Object.assign(console, { warn: () => undefined, error: () => undefined });

// An error that a client throws after its check has ended adds nothing, and its text may hold a secret.
process.on('unhandledRejection', () => undefined);
process.on('uncaughtException', () => undefined);

const { findings, settings } = await asSystem(() => examine(process.env, process.cwd())).catch(
  (error: unknown): Examination => ({
    findings: [{ check: 'doctor', level: 'problem', found: reasonOf(error), advice: 'report it' }],
  }),
);
const { scrub } = new Scrubber(settings ? secretsOf(settings) : []);
const hasProblem = findings.some(({ level }) => level === 'problem');
const text =
  option === '--json'
    ? JSON.stringify({ ok: !hasProblem, findings }, null, 2)
    : findings.map(asLine).join('\n');
process.stdout.write(`${scrub(text)}\n`, () => process.exit(hasProblem ? 1 : 0));

function asLine({ check, level, found, advice }: Finding): string {
  const line = `${level.padEnd(8)} ${check.padEnd(10)} ${found}`;
  return advice === undefined ? line : `${line}: ${advice}`;
}
