// `npm run chaos`: breaks running processes and counts what was lost. See `--help`.
import { ensureBuilt, orExit } from '../../scripts/build.mjs';
import '../bench/typescript.mjs';

const { chaos } = await import('./chaos.ts');
try {
  const passed = await chaos(process.argv.slice(2), async () => (await orExit(ensureBuilt())).main);
  process.exitCode = passed ? 0 : 1;
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
