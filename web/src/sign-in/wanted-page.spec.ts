import { expect, it } from 'vitest';
import { wantedPage } from './wanted-page';

it.each([
  ['/console', null],
  ['/portal/overview', null],
  ['/portal/deliveries/dlv_1', 'the delivery dlv_1'],
  ['/console/tenants/ten_1/events/evt_2', 'the event evt_2'],
  ['/console/rejected/rej_1', 'the refused publish rej_1'],
  ['/portal/endpoints/new', 'the form for a new endpoint'],
  ['/console/platform', 'the page “platform”'],
  ['/portal/events/%E0%A4%A', 'the event %E0%A4%A'],
])('%s leads to %s', (path, words) => {
  expect(wantedPage(path)).toBe(words);
});
