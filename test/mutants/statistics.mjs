const FOLD = ['test/integration/statistics/fold.spec.ts'];
const TOTALS = ['test/integration/statistics/totals.spec.ts'];

/** Mutants of statistics and exports. */
export const STATISTICS_MUTANTS = [
  {
    name: 'statistics: a transaction that commits late is not waited for',
    file: 'src/statistics/statistics-fold.service.ts',
    search: 'mark.writers.some((writer) => now?.writers.includes(writer))',
    replace: 'mark.writers.length > 1_000',
    specs: FOLD,
  },
  {
    name: 'statistics: changes of rows that are not counted yet are counted',
    file: 'src/statistics/fold.query.ts',
    search: 'WHERE f.row_id < $1)',
    replace: 'WHERE true)',
    specs: FOLD,
  },
  {
    name: 'statistics: two workers fold at the same time',
    file: 'src/statistics/statistics-fold.service.ts',
    search: 'if (turn?.taken !== true) return false;',
    replace: '',
    specs: FOLD,
  },
  {
    name: 'statistics: a percentile is that of the bucket after',
    file: 'src/statistics/histogram.ts',
    search: 'if (seen >= rank)',
    replace: 'if (seen > rank)',
    specs: ['src/statistics/histogram.spec.ts'],
  },
  {
    name: 'statistics: hours that have changed are also read from their former totals',
    file: 'src/statistics/window.query.ts',
    search: "AND ${filter} AND ${isCurrent('s')}`;",
    replace: 'AND ${filter}`;',
    specs: TOTALS,
  },
  {
    name: 'statistics: hours without totals are left out',
    file: 'src/statistics/window.query.ts',
    search: "WHERE ${within('x')} AND ${within('s')} AND",
    replace: 'WHERE false AND',
    specs: TOTALS,
  },
  {
    name: 'statistics: no change makes totals stale',
    file: 'sql/functions/note_stale_statistics.sql',
    search: 'FROM (SELECT DISTINCT tenant_id, step, time FROM changed) c',
    replace: 'FROM (SELECT tenant_id, step, time FROM changed LIMIT 0) c',
    specs: TOTALS,
  },
  {
    name: 'statistics: windows without other dimensions are read from every row',
    file: 'src/statistics/window.query.ts',
    search: "by.every((name) => name === 'tenant' || name === 'endpoint')",
    replace: 'by.length > 99',
    specs: TOTALS,
  },
  {
    name: 'statistics: hours with live and sandbox events have no percentiles',
    file: 'src/statistics/statistics.query.ts',
    search: "merged('(SELECT * FROM found WHERE parts > 1) r')",
    replace: "merged('(SELECT * FROM found WHERE parts > 9) r')",
    specs: TOTALS,
  },
  {
    name: 'statistics: answers of percentiles have no end',
    file: 'src/statistics/statistics.service.ts',
    search: '[counts, latency, lag].some(',
    replace: '[counts].some(',
    specs: TOTALS,
  },
  {
    name: 'exports: all of it is read before the client takes any',
    file: 'src/exports/exports.service.ts',
    search: 'const lines = await linesOf({ format, columns: DELIVERY_COLUMNS, page });',
    replace:
      'const lines: string[] = []; for await (const line of await linesOf({ format, columns: DELIVERY_COLUMNS, page })) lines.push(line);',
    specs: ['test/integration/records/exports.spec.ts'],
  },
];
