import { appendFile, cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { compareReleased, readPresent } from '../../../scripts/drift/released.mjs';
import type { Released } from '../../../scripts/drift/released.mjs';

const ROOT = fileURLToPath(new URL('../../../', import.meta.url));
const MIGRATION = 'migrations/1763600013500-create-stream-consumers.ts';
const FUNCTION = 'sql/functions/uuid_now.sql';

let root: string;
let released: Released;
let signatures: { name: string; signature: string }[];
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'postrider-released-'));
  for (const folder of ['migrations', 'sql']) {
    await cp(join(ROOT, folder), join(root, folder), { recursive: true });
  }
  const text = await readFile(join(root, 'sql', 'released.json'), 'utf8');
  released = JSON.parse(text) as Released;
  signatures = Object.entries(released.functions).map(([name, { signature }]) => ({
    name,
    signature,
  }));
});
afterEach(() => rm(root, { recursive: true, force: true }));

const compare = async () => compareReleased(released, await readPresent(root, signatures));

/** Changes the version and the body of a function's file. */
async function rewrite(version: number): Promise<void> {
  const text = await readFile(join(root, FUNCTION), 'utf8');
  await writeFile(
    join(root, FUNCTION),
    text.replace(/^-- version \d+/, `-- version ${version}\n-- changed`),
  );
}

describe('what was released', () => {
  it('is complete and unchanged in this checkout', async () => {
    expect(await compare()).toEqual({ problems: [], next: released });
  });

  it('a migration that was edited is named, with what to do instead', async () => {
    await appendFile(join(root, MIGRATION), '\n');
    const { problems } = await compare();
    expect(problems).toEqual([
      expect.stringMatching(`^${MIGRATION} was released and has been edited: .+ a new file in`),
    ]);
  });

  it('a migration that was taken away is named', async () => {
    await rm(join(root, MIGRATION));
    expect((await compare()).problems).toEqual([
      `${MIGRATION} was released and is gone: put it back`,
    ]);
  });

  it('a new migration breaks no rule and is added', async () => {
    await writeFile(join(root, 'migrations', '1999999999999-new.ts'), '');
    const { problems, next } = await compare();
    expect(problems).toEqual([]);
    expect(Object.keys(next.migrations)).toEqual([
      ...Object.keys(released.migrations),
      '1999999999999-new.ts',
    ]);
  });

  it('the text of a function changes with its version only', async () => {
    const former = released.functions.uuid_now?.version ?? 0;
    await rewrite(former);
    expect((await compare()).problems).toEqual([
      expect.stringMatching(`^${FUNCTION}: version ${former} was released with another text`),
    ]);
    await rewrite(former + 1);
    const { problems, next } = await compare();
    expect(problems).toEqual([]);
    expect(next.functions.uuid_now?.version).toBe(former + 1);
  });

  it('a signature never changes, whatever the version', async () => {
    signatures = signatures.map((one) =>
      one.name === 'uuid_now' ? { ...one, signature: 'uuid_now() RETURNS text' } : one,
    );
    await rewrite(1_000);
    const { problems, next } = await compare();
    expect(problems).toEqual([
      expect.stringMatching(
        `^${FUNCTION}: the signature was released as uuid_now\\(\\) RETURNS uuid`,
      ),
    ]);
    expect(next.functions).toEqual(released.functions);
  });

  it('a function that was taken away is named', async () => {
    signatures = signatures.filter(({ name }) => name !== 'uuid_now');
    expect((await compare()).problems).toEqual([
      expect.stringMatching(`^${FUNCTION} was released and is gone`),
    ]);
  });
});
