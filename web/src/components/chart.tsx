import { Skeleton } from '@mantine/core';
import { lazy, Suspense } from 'react';
import { useTimeZone } from '../app/preferences';
import classes from './chart.module.css';
import type { Tone } from './status-badge';
import { writeTime } from './write-time';

export interface Series {
  label: string;
  tone: Tone | 'accent';
  /** One for each time; null where there is none. */
  values: readonly (number | null)[];
}

export interface ChartProps {
  /** What is shown, as a sentence: the name of the picture and of the table. */
  label: string;
  /** ISO times, ascending. */
  times: readonly string[];
  series: readonly Series[];
  /** Writes a value of the axis; by default as a number. */
  write?: (value: number) => string;
  height?: number;
}

const Plot = lazy(() => import('./plot').then(({ Plot }) => ({ default: Plot })));

/** Lines over time. Readers of the screen get the same as a table. */
export function Chart(props: ChartProps) {
  const { label, times, series, write = String, height = 180 } = props;
  const { timeZone } = useTimeZone();
  return (
    <figure className={classes['chart']}>
      <figcaption className={classes['legend']}>
        <span className="visually-hidden">{label}</span>
        {series.map((one) => (
          <span key={one.label} data-tone={one.tone}>
            {one.label}
          </span>
        ))}
      </figcaption>
      <div aria-hidden>
        <Suspense fallback={<Skeleton height={height} />}>
          <Plot {...props} write={write} height={height} timeZone={timeZone} />
        </Suspense>
      </div>
      <div className="visually-hidden">
        <table>
          <caption>{label}</caption>
          <thead>
            <tr>
              <th scope="col">Time</th>
              {series.map((one) => (
                <th key={one.label} scope="col">
                  {one.label}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {times.map((time, index) => (
              <tr key={time}>
                <th scope="row">{writeTime(new Date(time), timeZone)}</th>
                {series.map((one) => {
                  const value = one.values[index] ?? null;
                  return <td key={one.label}>{value === null ? 'none' : write(value)}</td>;
                })}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </figure>
  );
}
