import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { WebSocket } from 'ws';
import { eventually } from '../app/eventually.js';

const OPTIONS = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-dev-shm-usage',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--hide-scrollbars',
  // No other host can be reached, whatever the network of the machine.
  '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1',
  '--remote-debugging-port=0',
];

interface Message {
  id?: number;
  method?: string;
  params?: Record<string, unknown>;
  result?: Record<string, unknown>;
  error?: { message: string };
}

/** A page in Chromium, driven over its DevTools protocol. */
export interface BrowserPage {
  /** Every URL that the page has asked for, refused ones included. */
  readonly requested: readonly string[];
  /** Exceptions that nothing in the page caught. */
  readonly exceptions: readonly string[];
  open(url: string): Promise<void>;
  /** Takes the width in CSS pixels and the colours that the reader prefers. */
  show(look: { width: number; colours: 'light' | 'dark' }): Promise<void>;
  /** Types into the focused element. */
  type(text: string): Promise<void>;
  /** Gives the value of an expression in the page. */
  evaluate(expression: string): Promise<unknown>;
  close(): Promise<void>;
}

/** The path of Chromium; undefined if Debian's package is not installed. */
export function findChromium(): string | undefined {
  const directories = (process.env['PATH'] ?? '').split(delimiter);
  return directories.map((directory) => join(directory, 'chromium')).find(existsSync);
}

/** Starts Chromium with an empty profile of its own. */
export async function startBrowser(chromium: string): Promise<BrowserPage> {
  const profile = await mkdtemp(join(tmpdir(), 'postrider-chromium-'));
  const child = spawn(chromium, [...OPTIONS, `--user-data-dir=${profile}`, 'about:blank'], {
    stdio: 'ignore',
  });
  const ended = new Promise((resolve) => child.once('error', resolve).once('exit', resolve));
  const end = async (): Promise<void> => {
    child.kill('SIGKILL');
    await ended;
    await rm(profile, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
  };
  try {
    return await attach(await debuggerOf(profile), end);
  } catch (error) {
    await end();
    throw error;
  }
}

async function debuggerOf(profile: string): Promise<string> {
  return eventually(async () => {
    const [port] = (await readFile(join(profile, 'DevToolsActivePort'), 'utf8')).split('\n');
    const targets = (await (await fetch(`http://127.0.0.1:${port}/json`)).json()) as {
      type: string;
      webSocketDebuggerUrl: string;
    }[];
    const page = targets.find(({ type }) => type === 'page');
    if (page === undefined) throw new Error('Chromium has no page yet.');
    return page.webSocketDebuggerUrl;
  }, 60_000);
}

async function attach(url: string, end: () => Promise<void>): Promise<BrowserPage> {
  const socket = new WebSocket(url);
  await new Promise((resolve, reject) => socket.once('open', resolve).once('error', reject));
  const waiting = new Map<number, (message: Message) => void>();
  const requested: string[] = [];
  const exceptions: string[] = [];
  socket.on('message', (data: Buffer) => {
    const message = JSON.parse(data.toString()) as Message;
    if (message.id !== undefined) waiting.get(message.id)?.(message);
    if (message.method === 'Network.requestWillBeSent') {
      requested.push((message.params as { request: { url: string } }).request.url);
    }
    if (message.method === 'Network.webSocketCreated')
      requested.push((message.params as { url: string }).url);
    if (message.method === 'Runtime.exceptionThrown')
      exceptions.push(JSON.stringify(message.params));
  });
  const command = async (method: string, params = {}): Promise<Record<string, unknown>> => {
    const id = waiting.size + 1;
    const { result, error } = await new Promise<Message>((resolve) => {
      waiting.set(id, resolve);
      socket.send(JSON.stringify({ id, method, params }));
    });
    if (error !== undefined) throw new Error(`${method}: ${error.message}`);
    return result ?? {};
  };
  for (const domain of ['Network', 'Page', 'Runtime']) await command(`${domain}.enable`);
  return {
    requested,
    exceptions,
    open: async (address) => void (await command('Page.navigate', { url: address })),
    show: async ({ width, colours }) => {
      const size = { width, height: 900, deviceScaleFactor: 1, mobile: false };
      await command('Emulation.setDeviceMetricsOverride', size);
      const features = [{ name: 'prefers-color-scheme', value: colours }];
      await command('Emulation.setEmulatedMedia', { features });
    },
    type: async (text) => void (await command('Input.insertText', { text })),
    evaluate: async (expression) => {
      const { result } = await command('Runtime.evaluate', { expression, returnByValue: true });
      return (result as { value?: unknown }).value;
    },
    close: async () => {
      socket.close();
      await end();
    },
  };
}
