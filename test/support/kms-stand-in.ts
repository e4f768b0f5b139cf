import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What the stand-in does with a call: answers it, never answers, breaks the connection, or refuses it. */
export type KmsMode = 'answers' | 'hangs' | 'breaks' | 'denies';

export interface KmsStandIn {
  url: string;
  /** The variables by which a client of AWS finds it and signs. */
  env: Record<string, string>;
  /** The operations and encryption contexts of the calls so far. */
  calls: { operation: string; context: Record<string, string> }[];
  /** How calls go on, by their encryption context. */
  mode: (context: Record<string, string>) => KmsMode;
  close(): Promise<void>;
}

export const KMS_KEY =
  'arn:aws:kms:eu-central-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab';

interface Call {
  KeyId: string;
  Plaintext?: string;
  CiphertextBlob?: string;
  EncryptionContext?: Record<string, string>;
}

/**
 * Speaks the protocol of AWS KMS for Encrypt and Decrypt, as its SDK sends it. It is the only stand-in for a service
 * that tests could not run: AWS offers no server of KMS. It keeps what matters: a ciphertext opens only under its key
 * and with the same encryption context, and requests are signed.
 */
export async function startKmsStandIn(): Promise<KmsStandIn> {
  const masterKey = randomBytes(32);
  const calls: KmsStandIn['calls'] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const call = JSON.parse(Buffer.concat(chunks).toString()) as Call;
      const operation = String(request.headers['x-amz-target']).replace('TrentService.', '');
      const context = call.EncryptionContext ?? {};
      calls.push({ operation, context });
      const answer = (status: number, body: object): void => {
        const headers = { 'content-type': 'application/x-amz-json-1.1' };
        response.writeHead(status, headers).end(JSON.stringify(body));
      };
      const mode = standIn.mode(context);
      if (mode === 'hangs') return;
      if (mode === 'breaks') return void request.socket.destroy();
      if (mode === 'denies') return answer(400, { __type: 'AccessDeniedException' });
      const isSigned = /^AWS4-HMAC-SHA256 .*\/kms\//.test(request.headers.authorization ?? '');
      if (!isSigned) return answer(400, { __type: 'MissingAuthenticationTokenException' });
      const aad = Buffer.from(JSON.stringify([context.data_key, context.tenant, context.period]));
      try {
        const result =
          operation === 'Encrypt'
            ? { CiphertextBlob: seal(masterKey, aad, call.Plaintext ?? '') }
            : { Plaintext: open(masterKey, aad, call.CiphertextBlob ?? '') };
        answer(200, { KeyId: call.KeyId, ...result });
      } catch {
        answer(400, { __type: 'InvalidCiphertextException' });
      }
    });
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const standIn: KmsStandIn = {
    url,
    env: {
      AWS_ENDPOINT_URL_KMS: url,
      AWS_ACCESS_KEY_ID: 'test',
      AWS_SECRET_ACCESS_KEY: 'test',
    },
    calls,
    mode: () => 'answers',
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
  return standIn;
}

function seal(key: Buffer, aad: Buffer, plaintext: string): string {
  const iv = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', key, iv);
  cipher.setAAD(aad);
  const sealed = Buffer.concat([cipher.update(plaintext, 'base64'), cipher.final()]);
  return Buffer.concat([iv, sealed, cipher.getAuthTag()]).toString('base64');
}

function open(key: Buffer, aad: Buffer, ciphertext: string): string {
  const bytes = Buffer.from(ciphertext, 'base64');
  const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, 12));
  decipher.setAAD(aad);
  decipher.setAuthTag(bytes.subarray(-16));
  return Buffer.concat([decipher.update(bytes.subarray(12, -16)), decipher.final()]).toString(
    'base64',
  );
}
