// `node test/stream/run.mjs [events] [disconnects]`: 100,000 events through 1,000 disconnects of a
// client in another process, two api processes and a worker; every event held against REST and a webhook.
import { ensureBuilt, orExit } from '../../scripts/build.mjs';
import '../bench/typescript.mjs';

const { runProof } = await import('./run-proof.ts');
const [events = '100000', disconnects = '1000'] = process.argv.slice(2);
const { main } = await orExit(ensureBuilt());
const passed = await runProof({ events: Number(events), disconnects: Number(disconnects), main });
process.exit(passed ? 0 : 1);
