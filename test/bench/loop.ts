import { Agent } from 'node:http';
import { create } from 'axios';
import type { CreateAxiosDefaults } from 'axios';
import { byTheClock } from './by-the-clock.js';
import type { PacedEvent } from './publisher.js';
import { nowMs, serve } from './remote.js';
import { sampleData } from './sample-event.js';

/**
 * `careful`: what a user writes who wants axios to be fast and to judge the status alone.
 * `plain`: axios as it comes, but for the kept connections.
 */
export type LoopKind = 'careful' | 'plain';

export interface LoopPlan {
  kind: LoopKind;
  url: string;
  requests: number;
}

/** The careful requests one by one, by the clock. */
export interface PacedLoopPlan {
  url: string;
  perSecond: number;
  requests: number;
}

export interface LoopResult {
  durationMs: number;
  cpuMs: number;
}

const AT_ONCE = 100;

const SETTINGS: Record<LoopKind, CreateAxiosDefaults> = {
  careful: { maxRedirects: 0, validateStatus: () => true },
  plain: {},
};

const methods = {
  /** Posts what a delivery looks like, with nothing around it: no store, no signature, no record. */
  run: async ({ kind, url, requests }: LoopPlan): Promise<LoopResult> => {
    const { post, close } = clientOf(kind, url);
    let begun = 0;
    const sendInTurn = async (): Promise<void> => {
      while (begun < requests) await post((begun += 1));
    };
    const meter = startMeter();
    await Promise.all(Array.from({ length: AT_ONCE }, sendInTurn));
    const result = meter();
    close();
    return result;
  },
  /** The same at a rate, where a machine that wakes up for each request takes several times the CPU. */
  runPaced: async ({
    url,
    perSecond,
    requests,
  }: PacedLoopPlan): Promise<LoopResult & { events: PacedEvent[] }> => {
    const { post, close } = clientOf('careful', url);
    let begun = 0;
    const meter = startMeter();
    const pace = { everyMs: 1000 / perSecond, count: requests };
    const events = await byTheClock(pace, async (dueAtMs): Promise<PacedEvent> => {
      const nth = (begun += 1);
      await post(nth);
      return [idOf(nth), dueAtMs, nowMs()];
    });
    const result = meter();
    close();
    return { ...result, events };
  },
};

function clientOf(kind: LoopKind, url: string) {
  const httpAgent = new Agent({ keepAlive: true, maxSockets: AT_ONCE });
  const client = create({ httpAgent, ...SETTINGS[kind] });
  return {
    post: async (nth: number): Promise<void> => {
      const { status } = await client.post(url, bodyOf(nth), { headers: headersOf(nth) });
      if (status !== 200) throw new Error(`The receiver answered ${status}.`);
    },
    close: () => httpAgent.destroy(),
  };
}

/** Gives the time and the CPU since it was started. */
function startMeter(): () => LoopResult {
  const cpu = process.cpuUsage();
  const startedAtMs = nowMs();
  return () => {
    const { user, system } = process.cpuUsage(cpu);
    return { durationMs: nowMs() - startedAtMs, cpuMs: (user + system) / 1000 };
  };
}

export type LoopMethods = typeof methods;

const data = JSON.stringify(sampleData(1));

function bodyOf(nth: number): Buffer {
  return Buffer.from(
    `{"id":"${idOf(nth)}","type":"session.approved","created":1763640000,"data":${data}}`,
  );
}

function headersOf(nth: number): Record<string, string> {
  return {
    'Content-Type': 'application/json',
    'User-Agent': 'KYC-Webhooks/1.0',
    'X-Webhook-ID': idOf(nth),
    'webhook-id': idOf(nth),
    'X-Webhook-Timestamp': '1763640000',
    'webhook-timestamp': '1763640000',
    'X-Webhook-Sequence': '1',
    'X-Webhook-Attempt': '1',
    'X-Webhook-Delivery-ID': `dlv_${idOf(nth).slice(4)}`,
    'webhook-signature': 'v1,K5oZfzN95Z9UVu1EsfQmfVNQhnkZ2pj9o9NDN/H/pI4=',
    'X-Webhook-Signature': `sha256=${'0123456789abcdef'.repeat(4)}`,
  };
}

function idOf(nth: number): string {
  return `evt_${String(nth).padStart(32, '0')}`;
}

serve(methods);
