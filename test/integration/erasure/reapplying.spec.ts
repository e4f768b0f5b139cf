import { DataSource } from 'typeorm';
import { beforeEach, describe, expect, it } from 'vitest';
import { parseId } from '../../../src/common/index.js';
import { Vault } from '../../../src/database/index.js';
import { ReappliedErasures } from '../../../src/erasure/index.js';
import { ErasureLab } from './erasure-lab.js';

const [ERASED, HELD] = ['session_erased', 'session_held'];

const lab = ErasureLab.use();
beforeEach(() => {
  lab.log.length = 0;
});

const hashOf = (subject: string): string => lab.api.app.get(Vault).hashRef(subject);
const reapply = (log: readonly string[]) =>
  new ReappliedErasures(lab.api.app.get(DataSource)).reapply(log.join(''), 0);
const lose = async (id: unknown): Promise<void> => {
  const values = [parseId('erasure', String(id))];
  await lab.api.sql.query('DELETE FROM erasure_subjects WHERE erasure_id = $1', values);
  await lab.api.sql.query('DELETE FROM erasures WHERE id = $1', values);
};

describe('an erasure of subjects of which one is on hold', () => {
  it('is in the log as far as it has come, and at its end as a whole', async () => {
    const hold = `/v1/tenants/${lab.tenant}/subjects/${HELD}/hold`;
    await lab.api.admin('POST', hold, { reason: 'case 12' });
    for (const session_id of [ERASED, HELD]) await lab.publish({ session_id });
    const { body } = await lab.api.admin('POST', `/v1/tenants/${lab.tenant}/subjects/erase`, {
      subjects: [ERASED, HELD],
    });
    await lab.untilDone();
    expect(await lab.erasure(body['id'])).toMatchObject({ status: 'waiting', erased: 1 });
    const early = [...lab.log];
    expect(early.join('')).toContain(hashOf(ERASED));
    expect(early.join('')).not.toContain(hashOf(HELD));
    await lab.api.admin('DELETE', hold);
    await lab.untilDone();
    expect(lab.log.at(-1)).toContain(hashOf(ERASED));
    expect(lab.log.at(-1)).toContain(hashOf(HELD));

    // The restored database knows neither the erasure nor that anything was erased.
    await lose(body['id']);
    const again: string[] = [];
    for (const session_id of [ERASED, HELD]) again.push(await lab.publish({ session_id }));
    const later = 'ffffffff-ffff-7fff-bfff-ffffffffffff';
    const log = lab.log.map((line) => line.replace(/"up_to":"[^"]+"/, `"up_to":"${later}"`));
    const subjects = async () =>
      (await Promise.all(again.map((event) => lab.record(event)))).map((one) => one['subject']);

    expect(await reapply(log.slice(0, early.length))).toEqual({ known: 0, reapplied: 1 });
    await lab.untilDone();
    expect(await subjects()).toEqual([null, HELD]);
    expect(await reapply(log)).toEqual({ known: 0, reapplied: 1 });
    await lab.untilDone();
    expect(await subjects()).toEqual([null, null]);
    expect(await reapply(log)).toEqual({ known: 1, reapplied: 0 });
    expect(await lab.erasure(body['id'])).toMatchObject({
      status: 'finished',
      receipt: { subjects: 2 },
    });
  });
});
