import { describe, expect, it } from 'vitest';
import { AppError } from '../common/index.js';
import { requireAllowedAssets } from './check-assets.js';

const TENANT_ID = '01904b0e-7d4e-7000-8000-0123456789ab';
const TENANT = 'ten_01904b0e7d4e700080000123456789ab';
const OTHER = 'ten_01904b0e7d4e700080000123456789ac';

function refusalOf(...keys: (string | undefined)[]): AppError | undefined {
  try {
    requireAllowedAssets(
      keys.map((key, index) => ({ pointer: `/data/${index}`, key })),
      TENANT_ID,
    );
  } catch (error) {
    if (error instanceof AppError) return error;
    throw error;
  }
  return undefined;
}

describe('requireAllowedAssets', () => {
  it.each([
    `${TENANT}/front.jpg`,
    `${TENANT}/2026/03/a..b/é 😀 (1)+&?#%2f.jpg`,
    `${TENANT}/${'x'.repeat(1024 - TENANT.length - 1)}`,
  ])('allows %s', (key) => {
    expect(refusalOf(key)).toBeUndefined();
  });

  it.each([
    ['another tenant', `${OTHER}/front.jpg`],
    ['a tenant whose id begins alike', `${TENANT}1/front.jpg`],
    ['the prefix alone', `${TENANT}/`],
    ['no prefix', 'front.jpg'],
    ['nothing', ''],
    ['a slash in front', `/${TENANT}/front.jpg`],
    ['a way up', `${TENANT}/../${OTHER}/front.jpg`],
    ['a way up at the end', `${TENANT}/a/..`],
    ['a way up with backslashes', `${TENANT}/a\\..\\..\\b`],
    ['a step to nowhere', `${TENANT}/./front.jpg`],
    ['a line break', `${TENANT}/a\nb`],
    ['a zero byte', `${TENANT}/a\0`],
    ['a C1 control', `${TENANT}/a\u0085`],
    ['half a character', `${TENANT}/\ud83d`],
    ['too many bytes', `${TENANT}/${'é'.repeat(512)}`],
    ['no key at all', undefined],
  ])('refuses %s', (_, key) => {
    expect(refusalOf(`${TENANT}/good`, key)).toMatchObject({
      status: 422,
      code: 'asset_not_allowed',
      details: { errors: [{ pointer: '/data/1', code: 'asset_not_allowed' }] },
    });
  });

  it('refuses more than a hundred', () => {
    const keys = Array.from({ length: 101 }, () => `${TENANT}/a`);
    expect(refusalOf(...keys.slice(1))).toBeUndefined();
    expect(refusalOf(...keys)?.details.errors).toMatchObject([{ pointer: '/data/100' }]);
  });

  it('refuses data that is an asset as a whole', () => {
    const root = { pointer: '/data', key: `${TENANT}/a` };
    expect(() => requireAllowedAssets([root], TENANT_ID)).toThrow('/data: data itself');
  });
});
