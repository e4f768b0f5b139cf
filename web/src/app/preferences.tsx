import { createContext, useContext, useMemo, useState, type ReactNode } from 'react';

export type TimeZone = 'utc' | 'local';

const KEY = 'postrider-time-zone';
const Context = createContext<{ timeZone: TimeZone; setTimeZone: (zone: TimeZone) => void }>({
  timeZone: 'utc',
  setTimeZone: () => undefined,
});

/** Whether times are shown in UTC or in the reader's time zone; kept in the browser where it keeps anything. */
export function PreferencesProvider({ children }: { children: ReactNode }) {
  const [timeZone, setTimeZone] = useState<TimeZone>(stored);
  const value = useMemo(
    () => ({
      timeZone,
      setTimeZone: (zone: TimeZone) => {
        setTimeZone(zone);
        keep(zone);
      },
    }),
    [timeZone],
  );
  return <Context value={value}>{children}</Context>;
}

export function useTimeZone(): { timeZone: TimeZone; setTimeZone: (zone: TimeZone) => void } {
  return useContext(Context);
}

// A page in a foreign frame may be refused its storage.
function stored(): TimeZone {
  try {
    return localStorage.getItem(KEY) === 'local' ? 'local' : 'utc';
  } catch {
    return 'utc';
  }
}

function keep(zone: TimeZone): void {
  try {
    localStorage.setItem(KEY, zone);
  } catch {
    // The choice then lasts as long as the page.
  }
}
