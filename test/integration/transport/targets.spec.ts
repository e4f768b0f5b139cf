import { afterEach, describe, expect, it } from 'vitest';
import { createSender, parseCidrs } from '../../../src/transport/index.js';
import type { Sender, SenderOptions } from '../../../src/transport/index.js';
import { startReceiver } from '../../support/receiver.js';
import type { Receiver } from '../../support/receiver.js';
import { requestTo } from './outgoing-request.js';

/** An endpoint that was saved under other settings than those of now. */
describe('the scheme and the port of a stored URL', () => {
  let sender: Sender | undefined;
  let receiver: Receiver | undefined;
  afterEach(async () => {
    await sender?.close();
    await receiver?.close();
  });

  const sendTo = (url: string, receivers: NonNullable<SenderOptions['receivers']>) => {
    sender = createSender({ allowedCidrs: parseCidrs('127.0.0.0/8'), receivers });
    return sender.send(requestTo(url));
  };

  it('are refused at connect: http in production', async () => {
    receiver = await startReceiver();
    const { error, response } = await sendTo(receiver.url, { production: true, allowedPorts: [] });
    expect(response).toBeNull();
    expect(error).toMatchObject({ class: 'blocked_address' });
    expect(error?.message).toContain('https');
    expect(receiver.connections).toBe(0);
  });

  it('are refused at connect: a port that is not open any more', async () => {
    const closed = { production: false, allowedPorts: [] };
    const { error } = await sendTo('http://127.0.0.1:6379/hook', closed);
    expect(error).toMatchObject({ class: 'blocked_address' });
    expect(error?.message).toContain('ALLOWED_PORTS');
  });

  it('are taken where they are allowed', async () => {
    receiver = await startReceiver();
    const { error } = await sendTo(receiver.url, { production: false, allowedPorts: [] });
    expect(error).toBeNull();
  });
});
