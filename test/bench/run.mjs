// `npm run bench`: what a delivery costs, end to end, beside a bare axios loop. `--help` lists the options.
import { ensureBuilt, orExit } from '../../scripts/build.mjs';
import './typescript.mjs';

const { bench } = await import('./bench.ts');
try {
  const passed = await bench(process.argv.slice(2), async () => (await orExit(ensureBuilt())).main);
  if (!passed) process.exitCode = 1;
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
