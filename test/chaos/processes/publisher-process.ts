import { setTimeout as sleep } from 'node:timers/promises';
import { Agent } from 'undici';
import { serve } from '../../bench/remote.js';
import { LedgerFile } from '../ledger/ledger-file.js';
import type { PublishLine } from '../ledger/lines.js';
import { sendPublish } from './send-publish.js';
import type { PublishPlan } from './publish-plan.js';

const dispatcher = new Agent({ connections: 256, headersTimeout: 30_000, bodyTimeout: 30_000 });
const LONGEST_PAUSE_MS = 2_000;
const PAUSE_MS = 200;
const HELD_BACK_MS = 10;

const state = { accepted: 0, stopped: false, limit: Infinity };

const methods = {
  /** Resolves when every event was answered, or given up where that was asked for. */
  publish: async (plan: PublishPlan): Promise<{ accepted: number }> => {
    const ledger = new LedgerFile<PublishLine>(plan.ledger);
    const everyMs = (1000 * plan.batch) / plan.ratePerSecond;
    const open = new Set<Promise<void>>();
    const units = Math.ceil(plan.count / plan.batch);
    let dueMs = Date.now();
    for (let unit = 0; unit < units && !state.stopped; unit += 1) {
      if (dueMs > Date.now()) await sleep(dueMs - Date.now());
      if (unit * plan.batch >= state.limit) {
        while (unit * plan.batch >= state.limit) await sleep(HELD_BACK_MS);
        dueMs = Date.now();
      }
      dueMs += everyMs;
      while (open.size >= plan.atOnce) await Promise.race(open);
      const work = publishUnit(plan, unit, ledger).finally(() => open.delete(work));
      open.add(work);
    }
    await Promise.all(open);
    return { accepted: state.accepted };
  },
  accepted: () => state.accepted,
  /** Stops after this number of events until it is called again. */
  allow: (limit: number) => {
    state.limit = limit;
  },
  /** Begins no more publishes; those under way come to their end. */
  stop: () => {
    state.stopped = true;
  },
};

export type PublisherMethods = typeof methods;

async function publishUnit(
  plan: PublishPlan,
  unit: number,
  ledger: LedgerFile<PublishLine>,
): Promise<void> {
  const first = unit * plan.batch;
  const length = Math.min(plan.batch, plan.count - first);
  let numbers = Array.from({ length }, (_, index) => first + index);
  for (let tries = 1; numbers.length > 0; tries += 1) {
    const url = plan.urls[(unit + tries) % plan.urls.length] ?? '';
    const lines = await sendPublish({ plan, url, numbers, tries, dispatcher });
    for (const line of lines) ledger.write(line);
    const refused = lines.filter(({ status }) => status !== 202);
    state.accepted += lines.length - refused.length;
    if (!plan.retryUntilAccepted) return;
    numbers = refused.map(({ n }) => n);
    if (numbers.length > 0) await sleep(pauseMs(refused[0]));
  }
}

function pauseMs(line: PublishLine | undefined): number {
  const seconds = Number(line?.retryAfter);
  return seconds > 0 ? Math.min(seconds * 1000, LONGEST_PAUSE_MS) : PAUSE_MS;
}

serve(methods);
