import { describe, expect, it } from 'vitest';
import { runScenario } from '../chaos/run-scenario.js';
import type { Result } from '../chaos/run-scenario.js';
import { SCENARIOS } from '../chaos/scenarios/index.js';
import { builtProgram } from '../support/app/index.js';

const SCALE = 0.02;
const TIMEOUT_MS = 240_000;

describe('the proof, in small', () => {
  it.each(['workers-killed', 'reply-dropped'])(
    'shows that nothing is lost: %s',
    async (name) => {
      expect(await run(name)).toMatchObject({ outcome: 'passed', reasons: [] });
    },
    TIMEOUT_MS,
  );

  it(
    'finds out an api that answers without a commit',
    async () => {
      const { outcome, tally } = await run('commit-skipped');
      expect(tally?.lost).toBeGreaterThan(0);
      expect(outcome).toBe('passed');
    },
    TIMEOUT_MS,
  );
});

async function run(name: string): Promise<Result> {
  const scenario = SCENARIOS.find((one) => one.name === name);
  if (!scenario) throw new Error(`There is no scenario ${name}.`);
  const main = await builtProgram();
  return runScenario(scenario, { main, seed: 1, scale: SCALE, note: () => undefined });
}
