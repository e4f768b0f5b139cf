import type { KMSClient } from '@aws-sdk/client-kms';
import { systemLookup, unavailable } from '../../common/index.js';
import { wrongKey } from './master-key.js';
import type { DataKeyPlace, MasterKey } from './master-key.js';

/** The whole of a call, with the credentials that it may have to get first. */
const DEADLINE_MS = 3_000;
/** While the KMS does not answer, one call in this time looks whether it answers again; others fail at once. */
const REST_MS = 5_000;

/** What a ciphertext is refused for, as `name` of an error of the SDK. */
const WRONG = new Set(['InvalidCiphertextException', 'IncorrectKeyException']);

/** An error of the SDK. Without a status, or with one from 500, the KMS is out of reach for every tenant. */
interface SdkError extends Error {
  $metadata?: { httpStatusCode?: number };
}

/**
 * A key of AWS KMS: the plain key never leaves it. Region, credentials and endpoint are found as every client of AWS
 * finds them. Data keys of one tenant do not unwrap as those of another: the place is the encryption context.
 */
export class KmsKey implements MasterKey {
  private readonly arn: string;
  private connected: ReturnType<typeof connect> | undefined;
  private failedAtMs: number | undefined;
  private isProbing = false;

  /** `id`: `aws:` and the ARN of the key. */
  constructor(readonly id: string) {
    this.arn = id.slice('aws:'.length);
  }

  async wrap(dataKey: Buffer, place: DataKeyPlace): Promise<Buffer> {
    const input = { KeyId: this.arn, Plaintext: dataKey, EncryptionContext: contextOf(place) };
    const { CiphertextBlob: wrapped } = await this.reach(({ client, Encrypt }, options) =>
      client.send(new Encrypt(input), options),
    );
    if (!wrapped) throw this.outOfReach(new Error('KMS answered without a ciphertext'));
    return Buffer.from(wrapped);
  }

  async unwrap(wrapped: Buffer, place: DataKeyPlace): Promise<Buffer> {
    const input = { KeyId: this.arn, CiphertextBlob: wrapped, EncryptionContext: contextOf(place) };
    const { Plaintext: dataKey } = await this.reach(({ client, Decrypt }, options) =>
      client.send(new Decrypt(input), options),
    );
    if (!dataKey) throw this.outOfReach(new Error('KMS answered without a plaintext'));
    return Buffer.from(dataKey);
  }

  private async reach<Output>(
    send: (kms: Connected, options: { abortSignal: AbortSignal }) => Promise<Output>,
  ): Promise<Output> {
    const isProbe = this.failedAtMs !== undefined;
    if (this.failedAtMs !== undefined) {
      const isResting = performance.now() - this.failedAtMs < REST_MS;
      if (isResting || this.isProbing) throw this.outOfReach();
      this.isProbing = true;
    }
    try {
      this.connected ??= connect(this.arn);
      const kms = await this.connected;
      const output = await beforeDeadline((abortSignal) => send(kms, { abortSignal }));
      this.failedAtMs = undefined;
      return output;
    } catch (error) {
      throw this.errorOf(error as SdkError);
    } finally {
      if (isProbe) this.isProbing = false;
    }
  }

  private errorOf(error: SdkError): Error {
    if (WRONG.has(error.name)) {
      return wrongKey(`The KMS key '${this.id}' does not open what was encrypted under it.`, error);
    }
    const { httpStatusCode = 500 } = error.$metadata ?? {};
    if (httpStatusCode >= 500) this.failedAtMs = performance.now();
    else this.failedAtMs = undefined;
    return this.outOfReach(error);
  }

  private outOfReach(cause?: Error): Error {
    const why = cause ? ` (${cause.name})` : '';
    return unavailable(`The encryption key in KMS cannot be used at the moment${why}.`, cause);
  }
}

interface Connected {
  client: KMSClient;
  Encrypt: typeof import('@aws-sdk/client-kms').EncryptCommand;
  Decrypt: typeof import('@aws-sdk/client-kms').DecryptCommand;
}

/** Loads the SDK, which an installation without KMS never does. */
async function connect(arn: string): Promise<Connected> {
  const { DecryptCommand, EncryptCommand, KMSClient: Client } = await import('@aws-sdk/client-kms');
  const [, , , region = ''] = arn.split(':');
  // A call that is given up leaves its look-up running: all of them share one.
  const agent = { lookup: systemLookup };
  const requestHandler = { httpAgent: agent, httpsAgent: agent };
  const client = new Client({ region, maxAttempts: 2, requestHandler });
  return { client, Encrypt: EncryptCommand, Decrypt: DecryptCommand };
}

/** Shown in the audit log of KMS: ids, nothing personal. */
function contextOf({ id, tenant_id, period }: DataKeyPlace): Record<string, string> {
  return { data_key: id, tenant: tenant_id, period };
}

/** The signal ends a request; the race ends the wait for credentials, which know no signal. */
async function beforeDeadline<T>(work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const controller = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => {
      controller.abort();
      reject(Object.assign(new Error('KMS did not answer in time'), { name: 'TimeoutError' }));
    }, DEADLINE_MS);
  });
  const answer = work(controller.signal);
  // It loses the race where it is late, and its own error is then of no use.
  answer.catch(() => undefined);
  try {
    return await Promise.race([answer, late]);
  } finally {
    clearTimeout(timer);
  }
}
