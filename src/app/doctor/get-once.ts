import { request as requestPlain } from 'node:http';
import { request as requestTls } from 'node:https';
import { TLSSocket } from 'node:tls';

export interface Answer {
  status: number;
  body: string;
  /** The time at which the server's certificate expires; absent without TLS. */
  certificateEndsAt?: Date;
}

const MOST_BYTES = 65_536;

/** Sends one GET to any port on its own connection. Follows no redirect. */
export function getOnce(url: string, timeoutMs: number): Promise<Answer> {
  const send = url.startsWith('https:') ? requestTls : requestPlain;
  return new Promise((resolve, reject) => {
    const options = { agent: false, signal: AbortSignal.timeout(timeoutMs) };
    const request = send(url, options, (response) => {
      const { socket, statusCode = 0 } = response;
      const certificate = socket instanceof TLSSocket ? socket.getPeerCertificate() : undefined;
      let body = '';
      response.setEncoding('utf8');
      response.on('data', (text: string) => {
        body += text;
        if (body.length > MOST_BYTES) response.destroy(new Error('its answer is too long'));
      });
      response.on('error', reject);
      response.on('end', () =>
        resolve({
          status: statusCode,
          body,
          ...(certificate && { certificateEndsAt: new Date(certificate.valid_to) }),
        }),
      );
    });
    request.on('error', (error) => {
      const isLate = error.name === 'AbortError';
      reject(isLate ? new Error(`no answer within ${timeoutMs} ms`, { cause: error }) : error);
    });
    request.end();
  });
}
