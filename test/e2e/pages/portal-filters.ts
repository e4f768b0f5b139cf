import { expect, it } from 'vitest';
import type { Page } from 'playwright-core';
import { publish } from '../../support/app/index.js';
import type { Postrider, Tenant } from '../../support/app/index.js';

interface Filtered {
  signedIn: () => Promise<Page>;
  /** Waits until nothing is being loaded any more. */
  settle: (page: Page) => Promise<void>;
  /** A tenant with deliveries of live events, of which some have succeeded. */
  place: () => { app: Postrider; tenant: Tenant };
}

/** Tests that filters are in the address and say what is wrong with them. */
export function filtersLast({ signedIn, settle, place }: Filtered): void {
  it('keeps filters in the address, and clears them', async () => {
    const page = await signedIn();
    await page.goto('/portal/deliveries');
    await page.getByRole('combobox', { name: 'Status' }).click();
    await page.getByRole('option', { name: 'succeeded' }).click();
    await page.waitForURL(/status=succeeded/);
    await page.reload();
    await settle(page);
    expect(await page.getByRole('combobox', { name: 'Status' }).inputValue()).toBe('succeeded');
    const rows = page.getByRole('table', { name: 'Deliveries' }).getByRole('row');
    await rows.nth(1).waitFor();
    for (const row of (await rows.all()).slice(1)) {
      expect(await row.innerText()).toContain('succeeded');
    }
    await page.getByLabel('Event', { exact: true }).fill('evt_00000000000000000000000000000000');
    await page.keyboard.press('Enter');
    await page.getByText('Nothing matches these filters').waitFor();
    await page.getByRole('button', { name: 'Clear filters' }).last().click();
    await rows.nth(1).waitFor();
    expect(new URL(page.url()).search).toBe('');
  });

  it('keeps sandbox and live apart, and takes times in one form', async () => {
    const data = { session_id: 'session_portal_2', external_ref: null, is_sandbox: true };
    const { app, tenant } = place();
    await publish(app, tenant, { type: 'session.created', data });
    const page = await signedIn();
    const rows = page.getByRole('table', { name: 'Deliveries' }).getByRole('row');
    for (const environment of ['sandbox', 'live']) {
      await page.goto('/portal/deliveries');
      await page.getByRole('combobox', { name: 'Environment' }).click();
      await page.getByRole('option', { name: environment }).click();
      await page.waitForURL(new RegExp(`environment=${environment}`));
      await page.reload();
      await settle(page);
      await rows.nth(1).waitFor();
      for (const row of (await rows.all()).slice(1)) {
        expect((await row.innerText()).includes('sandbox')).toBe(environment === 'sandbox');
      }
    }
    const since = page.getByLabel('Since (UTC)');
    await since.fill('11/29/2026 2:30 PM');
    await since.press('Enter');
    await page.getByText('Write it as yyyy-mm-dd hh:mm').waitFor();
    expect(page.url()).not.toContain('since');
    await since.fill('2026-01-02 03:04');
    await since.press('Enter');
    await page.waitForURL(/since=2026-01-02T03/);
    await page.reload();
    await settle(page);
    expect(await since.inputValue()).toBe('2026-01-02 03:04');
    await page.goto('/portal/overview');
    await page.getByText(/of \d+ settled|nothing settled yet/).waitFor();
  });
}
