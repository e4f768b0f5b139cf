// `node test/scale/time-lists.mjs [--pages] [--rows 2000000] [--runs 20] [--only stats]`: how long each list, search and
// record takes with a long history, as p50 and p95 of the requests to one api; with --pages (`npm run bench:pages`) what
// the pages send, with 1,001 tenants. It makes and removes a database server of its own.
import { parseArgs } from 'node:util';
import { ensureBuilt, orExit } from '../../scripts/build.mjs';
import '../bench/typescript.mjs';

const { values } = parseArgs({
  options: {
    pages: { type: 'boolean', default: false },
    rows: { type: 'string', default: '2000000' },
    runs: { type: 'string', default: '20' },
    only: { type: 'string', default: '' },
  },
});
const { timeLists } = await import('./time-lists.ts');
await timeLists({
  isOfPages: values.pages,
  rows: Number(values.rows),
  runs: Number(values.runs),
  only: values.only,
  main: (await orExit(ensureBuilt())).main,
});
