import { useEffect, useState } from 'react';
import { useTimeZone, type TimeZone } from '../app/preferences';
import { relativeTime, writeTime } from './write-time';

interface MomentProps {
  /** ISO 8601, or unix seconds; nothing is shown as a dash. */
  at: string | number | null | undefined;
  /** `relative` says how long ago, with the time as title. */
  show?: 'time' | 'relative' | 'both';
}

/** A point in time, in UTC or in the reader's time zone. The title has it to the millisecond. */
export function Moment({ at, show = 'time' }: MomentProps) {
  const { timeZone } = useTimeZone();
  const now = useNow();
  if (at === null || at === undefined) return <span aria-label="none">–</span>;
  const date = new Date(typeof at === 'number' ? at * 1000 : at);
  if (Number.isNaN(date.getTime())) return <span>{String(at)}</span>;
  const time = writeTime(date, timeZone);
  const ago = relativeTime(date, now);
  return (
    <time dateTime={date.toISOString()} title={exact(date, timeZone)}>
      {show === 'relative' ? ago : show === 'both' ? `${time} (${ago})` : time}
    </time>
  );
}

function exact(date: Date, timeZone: TimeZone): string {
  return timeZone === 'utc' ? date.toISOString() : `${date.toISOString()} (${date.toString()})`;
}

const listeners = new Set<(now: number) => void>();
let timer: ReturnType<typeof setInterval> | undefined;

/** The time, renewed every ten seconds by one timer for all. */
function useNow(): number {
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    listeners.add(setNow);
    timer ??= setInterval(() => {
      for (const listener of listeners) listener(Date.now());
    }, 10_000);
    return () => {
      listeners.delete(setNow);
      if (listeners.size > 0) return;
      clearInterval(timer);
      timer = undefined;
    };
  }, []);
  return now;
}
