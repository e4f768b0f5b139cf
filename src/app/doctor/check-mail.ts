import { readFile } from 'node:fs/promises';
import { createMailSender } from '../../channels/index.js';
import type { Settings } from '../../config/index.js';
import { ok, problem } from './finding.js';
import type { Found } from './finding.js';

const DEADLINE_MS = 4_000;

/** Connects to the mail server, goes over to TLS and logs in. Sends nothing. */
export async function checkMail({ mail, extraCaFile }: Settings): Promise<Found[]> {
  if (!mail) return [ok('no SMTP_URL: email endpoints are refused')];
  const { host, port, login } = mail.server;
  const extraCa = extraCaFile === undefined ? undefined : await readFile(extraCaFile, 'utf8');
  const sender = createMailSender(mail.server, extraCa);
  try {
    const error = await sender.check(DEADLINE_MS);
    if (error) {
      const found = `SMTP_URL: ${host}:${port}: ${error.message}`;
      return [problem(found, 'see host, port, login and starttls of SMTP_URL')];
    }
    return [ok(`${host}:${port} takes mail${login ? ' and the login' : ''}`)];
  } finally {
    sender.close();
  }
}
