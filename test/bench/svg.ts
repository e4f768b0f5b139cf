const WIDTH = 760;
const LEFT = 250;
const RIGHT = 70;
const ROW = 26;
const TOP = 64;
const COLOURS = ['#2f6f9f', '#d9822b', '#6a9f4f'];

export interface Bar {
  name: string;
  /** Stacked from left to right, in the order of the legend. */
  parts: number[];
}

/** Horizontal bars with their sums at the end; with `marks`, parts are marks on one scale instead. */
export function barChart(
  title: string,
  legend: readonly string[],
  bars: readonly Bar[],
  { unit = '', stacked = true }: { unit?: string; stacked?: boolean } = {},
): string {
  const lengthOf = ({ parts }: Bar) => (stacked ? sum(parts) : Math.max(...parts));
  const most = Math.max(...bars.map(lengthOf), Number.MIN_VALUE);
  const scale = (WIDTH - LEFT - RIGHT) / most;
  const rows = bars.map((bar, row) => {
    const y = TOP + row * ROW;
    const order = stacked
      ? bar.parts.map((_, nth) => nth)
      : bar.parts.map((_, nth) => nth).toReversed();
    const shapes = order.map((nth) => {
      const from = stacked ? sum(bar.parts.slice(0, nth)) : 0;
      return rectangle(LEFT + from * scale, y, (bar.parts[nth] ?? 0) * scale, nth);
    });
    const end = LEFT + lengthOf(bar) * scale + 6;
    return [
      text(LEFT - 8, y + 14, bar.name, 'end'),
      ...shapes,
      text(end, y + 14, number(lengthOf(bar)) + unit),
    ];
  });
  return document(title, legend, TOP + bars.length * ROW + 12, rows.flat());
}

/** One line per series over the same seconds. */
export function lineChart(
  title: string,
  series: readonly { name: string; values: readonly number[] }[],
): string {
  const height = 280;
  const [left, bottom] = [70, height - 36];
  const seconds = Math.max(...series.map(({ values }) => values.length), 2);
  const most = Math.max(...series.flatMap(({ values }) => values), 1);
  const x = (second: number) => left + (second / (seconds - 1)) * (WIDTH - left - 20);
  const y = (value: number) => bottom - (value / most) * (bottom - TOP);
  const grid = [0, 0.25, 0.5, 0.75, 1].flatMap((share) => [
    `<path d="M${left} ${round(y(share * most))}H${WIDTH - 20}" stroke="#dddddd"/>`,
    text(left - 8, y(share * most) + 4, number(share * most), 'end'),
    text(x(share * (seconds - 1)), bottom + 20, `${Math.round(share * (seconds - 1))} s`, 'middle'),
  ]);
  const lines = series.map(({ values }, nth) => {
    const points = values.map((value, second) => `${round(x(second))},${round(y(value))}`);
    return `<polyline points="${points.join(' ')}" fill="none" stroke="${colour(nth)}" stroke-width="1.5"/>`;
  });
  return document(
    title,
    series.map(({ name }) => name),
    height,
    [...grid, ...lines],
  );
}

function document(
  title: string,
  legend: readonly string[],
  height: number,
  shapes: readonly string[],
): string {
  const keys = legend.flatMap((name, nth) => [
    rectangle(16 + nth * 170, 36, 12, nth, 12),
    text(34 + nth * 170, 46, name),
  ]);
  return `${[
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" width="${WIDTH}" height="${height}"`,
    `  font-family="sans-serif" font-size="12" fill="#222222" role="img" aria-label="${escape(title)}">`,
    `<rect width="${WIDTH}" height="${height}" fill="#ffffff"/>`,
    `<text x="16" y="22" font-size="14" font-weight="bold">${escape(title)}</text>`,
    ...keys,
    ...shapes,
    '</svg>',
  ].join('\n')}\n`;
}

function rectangle(x: number, y: number, width: number, nth: number, height = 18): string {
  return `<rect x="${round(x)}" y="${round(y)}" width="${round(width)}" height="${height}" fill="${colour(nth)}"/>`;
}

function text(x: number, y: number, content: string, anchor = 'start'): string {
  return `<text x="${round(x)}" y="${round(y)}" text-anchor="${anchor}">${escape(content)}</text>`;
}

function colour(nth: number): string {
  return COLOURS[nth % COLOURS.length] ?? '#222222';
}

function number(value: number): string {
  return value >= 100 ? Math.round(value).toLocaleString('en') : value.toFixed(value >= 10 ? 1 : 2);
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

function escape(content: string): string {
  return content.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
}
