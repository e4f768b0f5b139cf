// `npm run mail:test -- someone@example.com`: sends one mail through SMTP_URL and says how that went.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { ensureBuilt, orExit } from './build.mjs';

const [to, ...others] = process.argv.slice(2);
if (to === undefined || others.length > 0 || !/^[^\s@<>]+@[^\s@<>]+$/.test(to)) {
  console.error('Usage: npm run mail:test -- someone@example.com');
  process.exit(2);
}

const { modules } = await orExit(ensureBuilt());
const load = (path) => import(pathToFileURL(join(modules, path)).href);
await import('reflect-metadata');
const { loadSettings, SettingsError } = await load('config/index.js');
const { composeMail, createMailSender, renderMail, viewTest } = await load(
  'channels/email/commands.js',
);

const { mail, extraCaFile, deliveryTimeoutMs } = settingsOrExit();
if (!mail) {
  console.error('No mail server is set up: set SMTP_URL and MAIL_FROM.');
  process.exit(2);
}

const { server, from } = mail;
const SECURITY = {
  tls: 'TLS',
  starttls: 'STARTTLS',
  starttls_if_offered: 'STARTTLS if offered',
  none: 'no TLS',
};
const place = `${server.host}:${server.port}`;
print('Mail server', `${place}, ${SECURITY[server.security]}`);
print('Login', server.login?.user ?? 'none');
print('From', from.name === undefined ? from.address : `${from.name} <${from.address}>`);
print('To', to);

const now = new Date();
const rendered = renderMail(viewTest({ server: place, now }), from.name ?? 'Postrider');
const message = await composeMail({
  ...rendered,
  from,
  to,
  messageId: `test-${now.getTime()}@${from.address.split('@')[1]}`,
  date: now,
  headers: { 'Auto-Submitted': 'auto-generated' },
});
const sender = createMailSender(
  server,
  extraCaFile === undefined ? undefined : readFileSync(extraCaFile, 'utf8'),
);
const result = await sender.send({
  envelope: { from: from.address, to },
  message,
  timeoutMs: deliveryTimeoutMs,
});
sender.close();

if (result.ip !== null) print('Connected to', `${result.ip}, ${steps(result.timings)}`);
if (result.answer) print('Answer', result.answer.text.replaceAll('\n', `\n${' '.repeat(14)}`));
if (result.error) {
  console.error(`\nNot sent (${result.error.class}): ${result.error.message}`);
  process.exitCode = 1;
} else {
  console.log(
    '\nThe mail server has taken the mail. Look for it in the inbox, and in the spam folder.',
  );
}

function steps({ dns_ms: dns, connect_ms: connect, tls_ms: tls }) {
  const known = Object.entries({ look_up: dns, connection: connect, TLS: tls });
  return known
    .filter(([, ms]) => ms !== null)
    .map(([name, ms]) => `${name.replace('_', '-')} ${ms} ms`)
    .join(', ');
}

function print(name, value) {
  console.log(`${name.padEnd(13)} ${value}`);
}

function settingsOrExit() {
  try {
    return loadSettings(process.env, process.cwd());
  } catch (error) {
    if (!(error instanceof SettingsError)) throw error;
    console.error(error.problems.join('\n'));
    return process.exit(1);
  }
}
