// `npm run bench:claims`: what a claim costs on the database alone, and how many run at once. Options: the length
// of a round in seconds and the time that a claim is held, in ms (default: 2 50).
import './typescript.mjs';

const { benchClaims } = await import('./claims/bench-claims.ts');
const [seconds, heldMs] = process.argv.slice(2).map(Number);
await benchClaims({ roundMs: (seconds ?? 2) * 1000, heldMs: heldMs ?? 50 });
