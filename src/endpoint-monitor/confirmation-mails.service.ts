import { Inject, Injectable } from '@nestjs/common';
import { CHANNELS_IN_USE } from '../channels/index.js';
import type { Channels } from '../channels/index.js';
import { LOGGER, systemClock, ThrottledLogger } from '../common/index.js';
import type { Logger } from '../common/index.js';
import { SETTINGS } from '../config/index.js';
import type { RunSettings } from '../config/index.js';
import { HotPool, recipientContext, SealedTexts, statement, Vault } from '../database/index.js';
import { signConfirmation } from '../endpoints/index.js';
import { admitAsk, askParameters } from './admit-ask.query.js';

interface AskedRow {
  id: string;
  endpoint_id: string;
  tenant_id: string;
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
 * Takes up to $1 recipients whose mail is due, of each tenant one after the other, so that a tenant with many does not
 * delay the others. Each is asked again after a minute, two, four, … up to $2 times: the mail may fail, or its sender end
 * before it has noted the success.
 */
const takeDue = statement<AskedRow>(
  'take-due-asks-by-turns',
  `WITH due AS (
     SELECT m.id, m.ask_at AS since,
       row_number() OVER (PARTITION BY e.tenant_id ORDER BY m.ask_at, m.id) AS turn
     FROM mail_recipients m JOIN endpoints e ON e.id = m.endpoint_id WHERE ${IS_DUE}
     ORDER BY turn, since LIMIT 10 * $1::int
   ), taken AS (
     SELECT m.id FROM mail_recipients m JOIN due USING (id) WHERE m.ask_at <= now()
     ORDER BY due.turn, due.since LIMIT $1::int FOR UPDATE OF m SKIP LOCKED
   )
   UPDATE mail_recipients m SET asks = asks + 1,
     ask_at = CASE WHEN asks + 1 < $2::int THEN now() + make_interval(mins => least(60, power(2, asks)::int)) END
   FROM endpoints e
   WHERE e.id = m.endpoint_id AND m.id IN (SELECT id FROM taken)
   RETURNING m.id, m.endpoint_id, e.tenant_id, m.recipient`,
);

/** Asks recipient $1 no more. */
const endAsking = statement<object>(
  'end-asking',
  'UPDATE mail_recipients SET ask_at = NULL WHERE id = $1',
);

/** Recipient $1 is looked at again in $2 minutes; it was not asked now. */
const putOff = statement<object>(
  'put-off-asking',
  `UPDATE mail_recipients SET asks = asks - 1, ask_at = now() + make_interval(mins => $2::int)
   WHERE id = $1 AND confirmed_at IS NULL`,
);

const AT_ONCE = 10;
const MAX_ASKS = 12;
const PUT_OFF_MINUTES = 15;

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
    const asked = await this.admitted(rows);
    await Promise.all(
      asked.map(async ({ id, recipient }) => {
        const token = signConfirmation(id, (text) => this.vault.sign(text));
        const url = `${this.settings.publicUrl}/confirm/${token}`;
        const problem = await email.askToConfirm({ id, recipient, url });
        if (problem === null) await this.pool.run(endAsking, [id]);
        else this.log.report(undefined, 'A recipient could not be asked to confirm.', { problem });
      }),
    );
    return rows.length === AT_ONCE;
  }

  /** Returns who may be asked now. One after the other, so that each counts for the next. */
  private async admitted(rows: readonly AskedRow[]): Promise<{ id: string; recipient: string }[]> {
    const admitted: { id: string; recipient: string }[] = [];
    for (const { id, endpoint_id: endpointId, tenant_id: tenantId, recipient: stored } of rows) {
      const recipient = await this.texts.openOne(recipientContext(endpointId), stored);
      if (recipient === undefined) continue;
      const parameters = askParameters({ id, tenantId, address: recipient }, this.vault);
      const [isAdmitted] = await this.pool.run(admitAsk, parameters);
      if (isAdmitted) admitted.push({ id, recipient });
      else await this.pool.run(putOff, [id, PUT_OFF_MINUTES]);
    }
    return admitted;
  }
}
