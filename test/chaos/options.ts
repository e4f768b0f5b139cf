import { parseArgs } from 'node:util';

export interface ChaosOptions {
  seed: number;
  /** Names; undefined: all. */
  scenarios: readonly string[] | undefined;
  list: boolean;
  scale: number;
  markdown: boolean;
  /** Leaves ledgers and logs where they are, whatever the outcome. */
  keep: boolean;
}

export const HELP = `npm run chaos -- [options]

  --list                 names the scenarios
  --scenario name[,…]    runs these only
  --seed 1               the plan of faults; the same seed makes the same plan
  --scale 1              shrinks counts: 0.1 runs a tenth of the events and faults
  --markdown             the table as Markdown
  --keep                 leaves ledgers and logs of what passed, too
`;

const FLAGS = {
  seed: { type: 'string', default: '1' },
  scenario: { type: 'string' },
  scale: { type: 'string', default: '1' },
  list: { type: 'boolean', default: false },
  markdown: { type: 'boolean', default: false },
  keep: { type: 'boolean', default: false },
  help: { type: 'boolean', default: false },
} as const;

/** Undefined where help is wanted; throws an Error that says what is wrong. */
export function parseOptions(args: string[]): ChaosOptions | undefined {
  const { values } = parseArgs({ args, options: FLAGS });
  if (values.help) return undefined;
  const { list, markdown, keep } = values;
  return {
    seed: number('seed', values.seed, 0, 2 ** 32 - 1),
    scale: number('scale', values.scale, 0.001, 10),
    scenarios: values.scenario?.split(','),
    list,
    markdown,
    keep,
  };
}

function number(name: string, text: string, least: number, most: number): number {
  const value = Number(text);
  if (text !== '' && value >= least && value <= most) return value;
  throw new Error(`--${name} must be a number from ${least} to ${most}.`);
}
