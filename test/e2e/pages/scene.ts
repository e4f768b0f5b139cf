import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Lab, Postrider } from '../../support/app/index.js';
import { createAuthority } from '../../support/certificates.js';
import type { Authority } from '../../support/certificates.js';
import type { DnsServer } from '../../support/dns-server.js';
import { startMailServer } from '../../support/mail-server.js';
import type { MailServer } from '../../support/mail-server.js';

/** Where causes happen: a service, names that lead to its receivers, and an authority that it trusts. */
export interface Scene {
  lab: Lab;
  app: Postrider;
  supportKey: string;
  dns: DnsServer;
  authority: Authority;
  /** To be closed at the end. */
  mail: MailServer;
}

export async function setScene(lab: Lab): Promise<Scene> {
  const authority = await createAuthority();
  const caFile = join(await lab.directory(), 'authority.pem');
  await writeFile(caFile, authority.caPem);
  const dns = await lab.dnsServer();
  const mail = await startMailServer();
  const app = await lab.postrider({
    databaseUrl: await lab.database(),
    env: {
      DNS_SERVERS: dns.address,
      EXTRA_CA_FILE: caFile,
      DELIVERY_TIMEOUT_MS: '1000',
      RETRY_SCHEDULE: '600,600,600',
      SMTP_URL: `smtp://127.0.0.1:${mail.port}?starttls=off`,
      MAIL_FROM: 'Webhooks <hooks@postrider.example>',
    },
  });
  const { key } = await app.ok<{ key: string }>('POST', '/v1/api-keys', {
    role: 'support',
    name: 'Support',
  });
  return { lab, app, supportKey: key, dns, authority, mail };
}
