// Part of `npm run arch`: the tables of a delivery's state are written in src/queue alone.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const TABLES = 'delivery_queue|deliveries|attempts|attempt_bodies|endpoint_health|endpoint_pace';
const WRITES = new RegExp(
  String.raw`\b(INSERT\s+INTO|UPDATE|DELETE\s+FROM|MERGE\s+INTO|TRUNCATE(\s+TABLE)?|COPY)\s+(ONLY\s+)?(public\.)?"?(${TABLES})\b`,
  'i',
);

const strays = readdirSync(join(ROOT, 'src'), { recursive: true, encoding: 'utf8' })
  .filter(
    (file) => file.endsWith('.ts') && !file.endsWith('.spec.ts') && !file.startsWith('queue/'),
  )
  .flatMap((file) => {
    const found = WRITES.exec(readFileSync(join(ROOT, 'src', file), 'utf8'));
    return found ? [`src/${file}: ${found[0].replace(/\s+/g, ' ')}`] : [];
  });

if (strays.length > 0) {
  console.error('Only src/queue may write the tables of a delivery’s state:');
  for (const stray of strays) console.error(`  ${stray}`);
  process.exit(1);
}
