// Part of `npm run arch`: what a single room may do. The tables of a delivery's state are written in
// src/queue alone, and the content of events is sealed and opened in src/events alone.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const TABLES = 'delivery_queue|deliveries|attempts|attempt_bodies|endpoint_health|endpoint_pace';
const RULES = [
  {
    room: 'queue',
    says: 'Only src/queue may write the tables of a delivery’s state',
    pattern: new RegExp(
      String.raw`\b(INSERT\s+INTO|UPDATE|DELETE\s+FROM|MERGE\s+INTO|TRUNCATE(\s+TABLE)?|COPY)\s+(ONLY\s+)?(public\.)?"?(${TABLES})\b`,
      'i',
    ),
  },
  {
    // A sealed value opens only with the name of its table, so that naming one is needed for either.
    room: 'events',
    says: 'Only src/events may seal and open the content of events',
    pattern: /\btable:\s*['"`](events|event_bodies)['"`]/,
  },
];

const sources = readdirSync(join(ROOT, 'src'), { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.ts') && !file.endsWith('.spec.ts'))
  .map((file) => ({ file, text: readFileSync(join(ROOT, 'src', file), 'utf8') }));

for (const { room, says, pattern } of RULES) {
  const found = sources.flatMap(({ file, text }) => {
    const match = file.startsWith(`${room}/`) ? null : pattern.exec(text);
    return match ? [`  src/${file}: ${match[0].replace(/\s+/g, ' ')}`] : [];
  });
  if (found.length > 0) {
    console.error([`${says}:`, ...found].join('\n'));
    process.exitCode = 1;
  }
}
