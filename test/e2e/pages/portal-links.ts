import { expect, it } from 'vitest';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { createTenant, eventually } from '../../support/app/index.js';
import type { Postrider, Tenant } from '../../support/app/index.js';
import type { Receiver } from '../../support/receiver.js';

interface Parts {
  app: Postrider;
  browser: Browser;
  acme: Tenant;
  /** An endpoint of the tenant, and an event and a delivery that it refused. */
  endpointId: string;
  refused: { id: string; event_id: string };
  /** Sites that show the portal in a frame: the first one is named in PORTAL_FRAME_ANCESTORS. */
  dashboards: readonly [own: Receiver, foreign: Receiver];
}

interface Link {
  id: string;
  url: string;
  expires_at: string;
}

/** The link at the port that the process has found; it was started with the port 0. */
export function addressOf({ url }: Pick<Link, 'url'>, app: Postrider): string {
  return `${app.url}/portal${new URL(url).hash}`;
}

/** The tests of links that sign in to the portal: what each refuses, in words. */
export function portalLinksRefuse(parts: () => Parts): void {
  const make = async (fields: object = {}, tenant = parts().acme): Promise<Link> => {
    const { app } = parts();
    const body = { role: 'tenant', expires_in_seconds: 600, ...fields };
    const link = await app.ok<Link>('POST', `/v1/tenants/${tenant.id}/portal-links`, body);
    return { ...link, url: addressOf(link, app) };
  };
  const contexts: BrowserContext[] = [];
  /** A page in a browser without a session. */
  const open = async (url: string): Promise<Page> => {
    const context = await parts().browser.newContext({ baseURL: parts().app.url });
    context.setDefaultTimeout(60_000);
    contexts.push(context);
    const page = await context.newPage();
    await page.goto(url);
    return page;
  };
  const leave = async (): Promise<void> => {
    for (const context of contexts.splice(0)) await context.close();
  };

  it('a link signs in once, and then says that it was used', async () => {
    const { url } = await make({ next: '/portal/keys' });
    const first = await open(url);
    await first.getByRole('heading', { level: 1, name: 'Keys' }).waitFor();
    const second = await open(url);
    await second.getByText('This sign-in link was used already').waitFor();
    expect(await second.getByLabel('API key').count()).toBe(1);
    expect(await second.context().cookies()).toEqual([]);
    // The token is in no address that a browser keeps.
    expect(first.url() + second.url()).not.toContain('pl_');
    await leave();
  });

  it('a link that has expired or was revoked says so, and its session ends in words', async () => {
    const short = await make({ expires_in_seconds: 1 });
    const revoked = await make();
    const inUse = await make();
    const page = await open(inUse.url);
    await page.getByRole('heading', { level: 1, name: 'Overview' }).waitFor();
    for (const { id } of [revoked, inUse]) {
      await parts().app.ok('DELETE', `/v1/tenants/${parts().acme.id}/portal-links/${id}`);
    }
    await (await open(revoked.url)).getByText('This sign-in link was revoked').waitFor();
    await eventually(() => expect(Date.now()).toBeGreaterThan(Date.parse(short.expires_at)));
    const late = await open(short.url);
    await late.getByText('This sign-in link was not used in time').waitFor();
    // A revocation is known everywhere within a second.
    await eventually(async () => {
      await page.reload();
      expect(await page.getByLabel('API key').count()).toBe(1);
    });
    await leave();
  });

  it('a link of another tenant opens nothing of this one', async () => {
    const { app, acme, endpointId, refused } = parts();
    const other = await createTenant(app, 'Other Bank');
    const page = await open((await make({ next: `/portal/endpoints/${endpointId}` }, other)).url);
    const refusal = page.getByRole('alert').filter({ hasText: 'No such' });
    // The page that the link leads to.
    await refusal.getByText('not_found').waitFor();
    for (const path of [`events/${refused.event_id}`, `deliveries/${refused.id}`]) {
      await page.goto(`/portal/${path}`);
      await refusal.getByText('not_found').waitFor();
    }
    await page.goto(`/console/tenants/${acme.id}`);
    await page.getByText('This page is for other readers').waitFor();
    expect(await page.getByText('Acme Identity').count()).toBe(0);
    await leave();
  });

  it('a link with few capabilities says at each place what it does not allow', async () => {
    const { endpointId, refused } = parts();
    const page = await open((await make({ capabilities: ['view'] })).url);
    const says = async (path: string, ...words: string[]): Promise<void> => {
      await page.goto(`/portal/${path}`);
      for (const each of words) {
        await page.getByText(`Your sign-in does not let you ${each}.`).first().waitFor();
      }
    };
    await page.getByRole('heading', { level: 1, name: 'Overview' }).waitFor();
    await says('endpoints', 'change endpoints');
    await says(`endpoints/${endpointId}?part=secrets`, 'see secrets', 'change secrets');
    await says(`endpoints/${endpointId}?part=test`, 'send tests', 'pause and resume endpoints');
    await says(`events/${refused.event_id}`, 'see the content of events');
    await says(`deliveries/${refused.id}`, 'retry or skip deliveries', 'see what was sent');
    expect(await page.getByText('session_portal_1').count()).toBe(0);
    expect(await page.getByRole('button', { name: 'Retry now' }).count()).toBe(0);
    await says('replays', 'send events again');
    await says('keys', 'manage access and settings');
    await page.goto('/portal/deliveries');
    const offered = page.getByRole('button', { name: 'Export' });
    expect(await offered.isDisabled()).toBe(true);
    await leave();
  });

  it('a frame of a named site shows the portal, that of another one says why not', async () => {
    const { app, dashboards } = parts();
    const [own, foreign] = dashboards;
    const { url } = await make();
    for (const site of dashboards) {
      site.answer((response) => {
        response.writeHead(200, { 'content-type': 'text/html' });
        response.end(
          `<!doctype html><title>Dashboard</title><script src="${app.url}/pages/portal-element.js"></script>` +
            `<postrider-portal src="${url}"></postrider-portal>`,
        );
      });
    }
    const refusing = await open(foreign.url);
    const refusal = refusing.frameLocator('iframe').getByRole('heading');
    await refusal.waitFor();
    expect(await refusal.innerText()).toBe('Not allowed in this frame');
    await refusing.frameLocator('iframe').getByText('PORTAL_FRAME_ANCESTORS').waitFor();
    // The link is not used by that.
    const page = await open(own.url);
    const portal = page.frameLocator('iframe');
    await portal.getByRole('heading', { level: 1, name: 'Overview' }).waitFor();
    await portal.getByRole('link', { name: 'Endpoints', exact: true }).click();
    await portal.getByRole('heading', { level: 1, name: 'Endpoints' }).waitFor();
    // The session lives in the memory of the frame, and the frame is as high as the page in it.
    expect(await page.context().cookies()).toEqual([]);
    await eventually(async () => {
      const frame = await page.locator('iframe').boundingBox();
      const body = await portal.locator('body').boundingBox();
      expect(Math.abs((frame?.height ?? 0) - (body?.height ?? 1e6))).toBeLessThan(2);
    });
    await leave();
  });
}
