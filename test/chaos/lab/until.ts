import { setTimeout as sleep } from 'node:timers/promises';

/** Reads every 20 ms until the value is as wanted or the time is over; returns the last value read. */
export async function until<Value>(
  read: () => Value | Promise<Value>,
  isWanted: (value: Value) => boolean,
  withinMs: number,
): Promise<Value> {
  const deadlineMs = Date.now() + withinMs;
  for (;;) {
    const value = await read();
    if (isWanted(value) || Date.now() > deadlineMs) return value;
    await sleep(20);
  }
}
