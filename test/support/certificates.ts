import 'reflect-metadata';
import { webcrypto } from 'node:crypto';
import { isIP } from 'node:net';
import {
  BasicConstraintsExtension,
  KeyUsageFlags,
  KeyUsagesExtension,
  SubjectAlternativeNameExtension,
  X509CertificateGenerator,
} from '@peculiar/x509';

/** Key and certificate of an HTTPS server. */
export interface Certificate {
  certPem: string;
  keyPem: string;
}

/** A certificate authority that exists for one test file. */
export interface Authority {
  /** Its certificate, for clients that trust it. */
  caPem: string;
  /** For host names and addresses; by default valid from an hour ago to an hour from now. */
  issue(hosts: string[], validity?: { notBefore?: Date; notAfter?: Date }): Promise<Certificate>;
}

const ALGORITHM = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };
const HOUR_MS = 3_600_000;

export async function createAuthority(name = 'Test authority'): Promise<Authority> {
  const keys = await generateKeys();
  const authority = await X509CertificateGenerator.createSelfSigned(
    {
      serialNumber: '01',
      name: `CN=${name}`,
      notBefore: new Date(Date.now() - HOUR_MS),
      notAfter: new Date(Date.now() + HOUR_MS),
      signingAlgorithm: ALGORITHM,
      keys,
      extensions: [
        new BasicConstraintsExtension(true, 1, true),
        new KeyUsagesExtension(KeyUsageFlags.keyCertSign | KeyUsageFlags.cRLSign, true),
      ],
    },
    webcrypto,
  );

  return {
    caPem: authority.toString('pem'),
    issue: async (hosts, { notBefore, notAfter } = {}) => {
      const leafKeys = await generateKeys();
      const leaf = await X509CertificateGenerator.create(
        {
          serialNumber: '02',
          subject: `CN=${hosts[0] ?? 'nobody'}`,
          issuer: authority.subject,
          notBefore: notBefore ?? new Date(Date.now() - HOUR_MS),
          notAfter: notAfter ?? new Date(Date.now() + HOUR_MS),
          signingAlgorithm: ALGORITHM,
          publicKey: leafKeys.publicKey,
          signingKey: keys.privateKey,
          extensions: [
            new SubjectAlternativeNameExtension(
              hosts.map((host) => ({ type: isIP(host) === 0 ? 'dns' : 'ip', value: host })),
            ),
          ],
        },
        webcrypto,
      );
      return { certPem: leaf.toString('pem'), keyPem: await pemOf(leafKeys.privateKey) };
    },
  };
}

function generateKeys(): Promise<webcrypto.CryptoKeyPair> {
  return webcrypto.subtle.generateKey(ALGORITHM, true, ['sign', 'verify']);
}

async function pemOf(key: webcrypto.CryptoKey): Promise<string> {
  const der = Buffer.from(await webcrypto.subtle.exportKey('pkcs8', key)).toString('base64');
  return `-----BEGIN PRIVATE KEY-----\n${der}\n-----END PRIVATE KEY-----\n`;
}
