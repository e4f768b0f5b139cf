// `node test/scale/time-lists.mjs [--rows 2000000] [--runs 20] [--only stats]`: how long each list, search and record takes with a
// long history, as p50 and p95 of the requests to one api. It makes and removes a database server of its own.
import { parseArgs } from 'node:util';
import { ensureBuilt, orExit } from '../../scripts/build.mjs';
import '../bench/typescript.mjs';

const { values } = parseArgs({
  options: {
    rows: { type: 'string', default: '2000000' },
    runs: { type: 'string', default: '20' },
    only: { type: 'string', default: '' },
  },
});
const { timeLists } = await import('./time-lists.ts');
await timeLists({
  rows: Number(values.rows),
  runs: Number(values.runs),
  only: values.only,
  main: (await orExit(ensureBuilt())).main,
});
