import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { BOUND_MS, medianTurnOf } from '../http/loop-turns.js';
import { startInspectionApi } from '../records/inspection-api.js';
import type { InspectionApi } from '../records/inspection-api.js';
import { frame, OPCODE, readyToFlood } from './flood.js';
import type { Flood, FloodEnd } from './flood.js';

const KIBIBYTE = 1024;
const TOO_MANY = { code: 1008, reason: /too many frames: at most 200 and 64 KiB a second/ };
const nested = `{"method":${'['.repeat(8_000)}${']'.repeat(8_000)}}`;
const pieces = { isFinal: false };

/** One flood of each kind of frame. */
const FLOODS: Flood[] = [
  { what: 'pings', again: frame(OPCODE.ping), ...TOO_MANY },
  { what: 'long pings', again: frame(OPCODE.ping, 'p'.repeat(125)), ...TOO_MANY },
  { what: 'pongs', again: frame(OPCODE.pong), ...TOO_MANY },
  { what: 'empty frames', again: frame(OPCODE.text), ...TOO_MANY },
  { what: 'tiny frames', again: frame(OPCODE.text, '{'), ...TOO_MANY },
  { what: 'binary frames', again: frame(OPCODE.binary, 'x'), ...TOO_MANY },
  { what: 'pings of ours', again: frame(OPCODE.text, '{"method":"ping"}'), ...TOO_MANY },
  { what: 'large frames', again: frame(OPCODE.text, nested), ...TOO_MANY },
  {
    what: 'subscriptions to nothing',
    again: frame(
      OPCODE.text,
      JSON.stringify({ method: 'subscribe', types: Array(300).fill('sesion.creatd') }),
    ),
    code: 1008,
    reason: /too many frames/,
  },
  {
    what: 'a message in pieces without end',
    first: frame(OPCODE.text, '', pieces),
    again: frame(OPCODE.continuation, '', pieces),
    code: 1008,
    reason: /in too many pieces/,
  },
  {
    what: 'pings between the pieces of a message',
    first: frame(OPCODE.text, '{', pieces),
    again: frame(OPCODE.ping),
    ...TOO_MANY,
  },
  {
    what: 'a frame that claims 2 GiB',
    first: frame(OPCODE.text, '{', { claimedBytes: 2 ** 31 }),
    again: Buffer.alloc(64 * KIBIBYTE, 0x20),
    code: 1009,
    reason: /larger than 16 KiB/,
  },
  {
    what: 'pieces that are too large together',
    first: frame(OPCODE.text, '', pieces),
    again: frame(OPCODE.continuation, 'x'.repeat(10 * KIBIBYTE), pieces),
    code: 1009,
    reason: /larger than 16 KiB/,
  },
  {
    what: 'frames without a mask',
    again: frame(OPCODE.text, '{}', { isMasked: false }),
    code: 1002,
    reason: /no valid WebSocket frame/,
  },
  {
    what: 'an opcode that is none',
    again: frame(5, '{}'),
    code: 1002,
    reason: /no valid WebSocket frame/,
  },
  {
    what: 'bytes that are no UTF-8',
    again: frame(OPCODE.text, Buffer.from([0xff, 0xfe])),
    code: 1007,
    reason: /UTF-8/,
  },
  { what: 'pings of a client that reads nothing', again: frame(OPCODE.ping), readsNothing: true },
  {
    what: 'questions of a client that reads nothing',
    again: frame(OPCODE.text, '{"method":"ping"}'),
    readsNothing: true,
  },
];

describe('a stream whose client floods it with frames', () => {
  let api: InspectionApi;
  let url: string;
  let tenant: string;
  let neighbour: string;
  const key = 'pr_the-bootstrap-admin-key-of-these-tests';

  beforeAll(async () => {
    api = await startInspectionApi();
    url = await api.app.getUrl();
    tenant = await api.createTenant();
    neighbour = await api.createTenant({ name: 'Beside' });
    await api.createEndpoint(neighbour);
  });
  afterAll(async () => {
    await api.close();
  });

  const prepare = (flood: Flood): Promise<() => Promise<FloodEnd>> =>
    readyToFlood(url, `/v1/tenants/${tenant}/stream`, key, flood);

  it.each(FLOODS)('is closed while another stream is served: $what', async (flood) => {
    const turnMs = await medianTurnOf(3, async () => {
      const run = await prepare(flood);
      return async () => {
        const state = { isOver: false };
        const ended = run().finally(() => {
          state.isOver = true;
        });
        // Throws where it is not taken.
        while (!state.isOver) await api.publish(neighbour);
        expect(await ended).toEqual({
          code: flood.code ?? null,
          reason: expect.stringMatching(flood.reason ?? '') as string,
        });
      };
    });
    expect(turnMs).toBeLessThan(BOUND_MS);
  });
});
