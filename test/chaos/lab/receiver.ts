import { Remote } from '../../bench/remote.js';
import type { Behaviour } from '../processes/behaviours.js';
import type { Arrival, ReceiverMethods } from '../processes/receiver-process.js';

/** A receiver on the loopback interface in its own process, with the functions that control it. */
export class ChaosReceiver {
  private constructor(
    private readonly remote: Remote<ReceiverMethods>,
    private readonly port: number,
    readonly ledger: string,
  ) {}

  static async start(ledger: string, behaviour: Behaviour): Promise<ChaosReceiver> {
    const file = new URL('../processes/receiver-process.ts', import.meta.url);
    const remote = Remote.start<ReceiverMethods>(file);
    const port = await remote.call('listen', { ledger, behaviour });
    return new ChaosReceiver(remote, port, ledger);
  }

  url(path = '/hook'): string {
    return `http://127.0.0.1:${this.port}${path}`;
  }

  /** From now on; for one path or, without one, for all that have none of their own. */
  behave(behaviour: Behaviour, path?: string): Promise<void> {
    return this.remote.call('behave', { behaviour, ...(path !== undefined && { path }) });
  }

  /** Requests whose body has this text count as on a path of that name. */
  mark(text: string, behaviour: Behaviour): Promise<void> {
    return this.remote.call('mark', { text, behaviour });
  }

  /** Resolves with the nth request (from 0) that came on a path, as soon as it is there. */
  arrival(path: string, nth: number): Promise<Arrival> {
    return this.remote.call('arrival', { path, nth });
  }

  /** Requests so far, of all paths. */
  count(): Promise<number> {
    return this.remote.call('count');
  }

  stop(): void {
    this.remote.stop();
  }
}
