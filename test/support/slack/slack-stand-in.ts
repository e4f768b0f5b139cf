import { startReceiver } from '../receiver.js';
import type { ReceivedRequest } from '../receiver.js';
import { blockKitProblems } from './block-kit-problems.js';

interface SlackText {
  text: string;
}

export interface PostedMessage {
  text: string;
  blocks: { type: string; text?: SlackText; fields?: SlackText[]; elements?: SlackText[] }[];
}

/** A stand-in for hooks.slack.com on loopback: it validates messages and answers like Slack. */
export interface SlackStandIn {
  /** The URL of a new incoming webhook. */
  newHook(): string;
  /** The posted messages, oldest first, including refused ones. */
  posts: readonly { path: string; atMs: number; message: PostedMessage; problems: string[] }[];
  /** From now on every post gets this answer; undefined: it is judged. */
  answer(answer?: { status: number; code: string; headers?: Record<string, string> }): void;
  close(): Promise<void>;
}

export async function startSlack(): Promise<SlackStandIn> {
  const receiver = await startReceiver();
  const posts: SlackStandIn['posts'][number][] = [];
  let hooks = 0;
  let fixed: Parameters<SlackStandIn['answer']>[0];

  receiver.answer((response, request) => {
    const message = messageOf(request);
    const problems = problemsOf(request, message);
    const { path, receivedAtMs: atMs } = request;
    posts.push({ path, atMs, message: message as PostedMessage, problems });
    const { status, code, headers } = fixed ?? verdictOn(path, problems);
    response.writeHead(status, { 'Content-Type': 'text/html', ...headers }).end(code);
  });

  return {
    newHook: () => {
      hooks += 1;
      const secret = `${hooks}`.padStart(24, 'SecretOfTheHook');
      return receiver.url.replace('/hook', `/services/T00000000/B0000000${hooks}/${secret}`);
    },
    posts,
    answer: (answer) => (fixed = answer),
    close: () => receiver.close(),
  };
}

function verdictOn(
  path: string,
  problems: readonly string[],
): { status: number; code: string; headers?: Record<string, string> } {
  if (!/^\/services\/T\w+\/B\w+\/\w+$/.test(path)) return { status: 404, code: 'no_service' };
  if (problems.length > 0) return { status: 400, code: 'invalid_blocks' };
  return { status: 200, code: 'ok' };
}

function problemsOf({ method, headers }: ReceivedRequest, message: unknown): string[] {
  const isJson = headers['content-type']?.startsWith('application/json') === true;
  return [
    ...(method === 'POST' && isJson ? [] : ['the request is no POST of JSON']),
    ...blockKitProblems(message),
  ];
}

function messageOf({ body }: ReceivedRequest): unknown {
  try {
    return JSON.parse(body.toString('utf8'));
  } catch {
    return undefined;
  }
}
