import { useComputedColorScheme } from '@mantine/core';
import { useEffect, useRef } from 'react';
import uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import type { TimeZone } from '../app/preferences';
import type { ChartProps } from './chart';

interface PlotProps extends ChartProps {
  write: (value: number) => string;
  height: number;
  timeZone: TimeZone;
}

/** The drawing of a chart: in a file of its own, so that uPlot is loaded where something is drawn. */
export function Plot({ times, series, write, height, timeZone }: PlotProps) {
  const place = useRef<HTMLDivElement>(null);
  const scheme = useComputedColorScheme();
  useEffect(() => {
    const element = place.current;
    if (element === null) return undefined;
    const colour = (name: string): string =>
      getComputedStyle(element).getPropertyValue(`--pr-${name}`).trim();
    const axis = {
      stroke: colour('muted'),
      grid: { stroke: colour('line'), width: 1 },
      ticks: { show: false },
      font: '11px sans-serif',
    };
    const options: uPlot.Options = {
      width: element.clientWidth,
      height,
      legend: { show: false },
      cursor: { drag: { x: false, y: false } },
      ...(timeZone === 'utc' && {
        tzDate: (ts: number) => uPlot.tzDate(new Date(ts * 1000), 'UTC'),
      }),
      scales: { y: { range: (_, __, max) => [0, max > 0 ? max * 1.1 : 1] } },
      axes: [
        {
          ...axis,
          values: (_, splits, __, ___, step) =>
            splits.map((tick) => writeTick(tick, step, timeZone)),
        },
        { ...axis, size: 56, values: (_, splits) => splits.map(write) },
      ],
      series: [
        {},
        ...series.map(({ label, tone, values }) => ({
          label,
          stroke: colour(tone),
          width: 1.75,
          // A single value makes no line.
          points: { show: values.filter((value) => value !== null).length < 3 },
        })),
      ],
    };
    const seconds = times.map((time) => new Date(time).getTime() / 1000);
    const plot = new uPlot(options, [seconds, ...series.map(({ values }) => [...values])], element);
    const observer = new ResizeObserver(() => plot.setSize({ width: element.clientWidth, height }));
    observer.observe(element);
    return () => {
      observer.disconnect();
      plot.destroy();
    };
  }, [times, series, write, height, timeZone, scheme]);
  return <div ref={place} />;
}

const DAY_S = 86_400;

/** A time of day in 24 hours; the date where a day begins. */
function writeTick(tick: number, step: number, timeZone: TimeZone): string {
  const zone = timeZone === 'utc' ? { timeZone: 'UTC' } : {};
  const at = new Date(tick * 1000);
  const clock = at.toLocaleTimeString('en-GB', { hour: '2-digit', minute: '2-digit', ...zone });
  if (step < DAY_S && clock !== '00:00') return clock;
  return at.toLocaleDateString('en-GB', { day: 'numeric', month: 'short', ...zone });
}
