import { Inject, Injectable } from '@nestjs/common';
import { CHANNELS_IN_USE } from '../channels/index.js';
import type { Channels } from '../channels/index.js';
import { LOGGER, systemClock, ThrottledLogger } from '../common/index.js';
import type { Logger } from '../common/index.js';
import { SETTINGS } from '../config/index.js';
import type { RunSettings } from '../config/index.js';
import { HotPool, recipientContext, SealedTexts, statement, Vault } from '../database/index.js';
import { signConfirmation } from '../endpoints/index.js';

interface AskedRow {
  id: string;
  endpoint_id: string;
  /** As it is stored. */
  recipient: string;
}

/** The mails of a tenant that is being deleted wait until it is restored. */
const IS_DUE = `ask_at <= now() AND endpoint_id NOT IN (
  SELECT e.id FROM tenants t JOIN endpoints e ON e.tenant_id = t.id
  WHERE t.deleting_at IS NOT NULL AND t.deleted_at IS NULL)`;

/** Whether a mail that asks is due. */
export const IS_ASK_DUE = `EXISTS (SELECT FROM mail_recipients WHERE ${IS_DUE})`;

/**
 * Takes up to $1 recipients whose mail is due. Each is asked again after a minute, two, four, … up to $2 times: the mail
 * may fail, or its sender end before it has noted the success.
 */
const takeDue = statement<AskedRow>(
  'take-due-asks',
  `UPDATE mail_recipients SET asks = asks + 1,
     ask_at = CASE WHEN asks + 1 < $2::int THEN now() + make_interval(mins => least(60, power(2, asks)::int)) END
   WHERE id IN (
     SELECT id FROM mail_recipients WHERE ${IS_DUE} ORDER BY ask_at LIMIT $1 FOR UPDATE SKIP LOCKED)
   RETURNING id, endpoint_id, recipient`,
);

/** Asks recipient $1 no more. */
const endAsking = statement<object>(
  'end-asking',
  'UPDATE mail_recipients SET ask_at = NULL WHERE id = $1',
);

const AT_ONCE = 10;
const MAX_ASKS = 12;

/** Sends new recipients the mail with the link by which they confirm. */
@Injectable()
export class ConfirmationMails {
  private readonly log: ThrottledLogger;

  constructor(
    private readonly pool: HotPool,
    @Inject(Vault) private readonly vault: Vault,
    @Inject(SealedTexts) private readonly texts: SealedTexts,
    @Inject(CHANNELS_IN_USE) private readonly channels: Channels,
    @Inject(SETTINGS) private readonly settings: Pick<RunSettings, 'publicUrl'>,
    @Inject(LOGGER) logger: Logger,
  ) {
    this.log = new ThrottledLogger(logger, systemClock, 'warn');
  }

  /** Returns whether more may be due. */
  async run(): Promise<boolean> {
    const { email } = this.channels;
    if (!email) return false;
    const rows = await this.pool.run(takeDue, [AT_ONCE, MAX_ASKS]);
    await Promise.all(
      rows.map(async ({ id, endpoint_id: endpointId, recipient: stored }) => {
        const recipient = await this.texts.openOne(recipientContext(endpointId), stored);
        if (recipient === undefined) return;
        const token = signConfirmation(id, (text) => this.vault.sign(text));
        const url = `${this.settings.publicUrl}/confirm/${token}`;
        const problem = await email.askToConfirm({ id, recipient, url });
        if (problem === null) await this.pool.run(endAsking, [id]);
        else this.log.report(undefined, 'A recipient could not be asked to confirm.', { problem });
      }),
    );
    return rows.length === AT_ONCE;
  }
}
