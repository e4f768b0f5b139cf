// `npm run bench`: deliveries a second, end to end, beside a bare axios loop. `--help` lists the options.
import { ensureBuilt, orExit } from '../../scripts/build.mjs';
import './typescript.mjs';

const { bench } = await import('./bench.ts');
try {
  await bench(process.argv.slice(2), async () => (await orExit(ensureBuilt())).main);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
