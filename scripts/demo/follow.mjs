import { setTimeout as sleep } from 'node:timers/promises';
import { personOf } from './scenario.mjs';

const POLL_MS = 150;

/**
 * Watches the Event records of what was published and says of every attempt how it went, as soon as
 * it is on record.
 */
export function createFollower({ api, tenant, receiver, screen, nameOf, signal }) {
  const open = new Set();
  const records = new Map();
  const printed = new Set();

  async function look() {
    const current = await Promise.all(
      [...open].map((eventId) => api.get(`/v1/tenants/${tenant}/events/${eventId}`)),
    );
    const attempts = current.flatMap((record) =>
      record.deliveries.flatMap((delivery) => unprinted(record, delivery)),
    );
    attempts.sort((one, other) => (one.attempt.started_at < other.attempt.started_at ? -1 : 1));
    for (const one of attempts) print(one);
    for (const record of current) {
      records.set(record.id, record);
      if (record.deliveries.every(isSettled)) open.delete(record.id);
    }
  }

  function unprinted(record, delivery) {
    return delivery.attempts
      .filter(({ id, number }) => !printed.has(id) && number <= delivery.attempt_count)
      .map((attempt) => {
        printed.add(attempt.id);
        const isLast = attempt.number === delivery.attempt_count;
        return { record, delivery, attempt, retryAt: isLast ? delivery.next_attempt_at : null };
      });
  }

  function print({ record, delivery, attempt, retryAt }) {
    const { marks, pad, dim, yellow, red, green } = screen;
    const succeeded = attempt.error === null;
    const code = attempt.response?.status ?? attempt.error?.class;
    const { verified = [] } = receiver.find(delivery.id, attempt.number) ?? {};
    screen.timed(
      [
        pad(succeeded ? marks.good : marks.bad, 2),
        pad(succeeded ? green(code) : red(code), 4),
        pad(nameOf(delivery.endpoint_id), 7),
        pad(record.type, 24),
        pad(personOf(record.data), 6),
        pad(dim(`attempt ${attempt.number}`), 10),
        verified.length === 2 ? green('signatures verified') : red('signatures WRONG'),
        retryAt === null ? '' : yellow(`  retry in ${secondsUntil(Date.parse(retryAt))} s`),
      ].join(' '),
    );
  }

  function showWaiting() {
    const { marks, yellow } = screen;
    const waits = [...open]
      .flatMap((eventId) => records.get(eventId)?.deliveries ?? [])
      .filter(({ attempt_count: count, next_attempt_at: at }) => count > 0 && at !== null)
      .map((delivery) => Date.parse(delivery.next_attempt_at));
    if (waits.length === 0) {
      screen.clearStatus();
      return;
    }
    const count = `${waits.length} ${waits.length === 1 ? 'delivery waits' : 'deliveries wait'}`;
    const when = `${count} for a retry, the next in ${secondsUntil(Math.min(...waits))} s`;
    screen.status(`          ${marks.wait} ${yellow(when)}`);
  }

  return {
    records,
    watch: (eventId) => open.add(eventId),
    /** Looks until `done` says so or nothing is open any more; resolves with what is still open. */
    async until(done = () => false) {
      while (open.size > 0 && !done()) {
        await look();
        showWaiting();
        await sleep(POLL_MS, undefined, { signal });
      }
      if (open.size === 0) screen.clearStatus();
      return [...open];
    },
  };
}

function isSettled({ status, attempts, attempt_count: count }) {
  return status !== 'pending' && attempts.length === count;
}

function secondsUntil(momentMs) {
  return Math.max(0, (momentMs - Date.now()) / 1000).toFixed(1);
}
