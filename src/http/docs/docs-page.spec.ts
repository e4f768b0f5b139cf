import { expect, it } from 'vitest';
import { docsPage } from './docs-page.js';

it('without the reader the page runs no script and leads to the document', () => {
  const page = docsPage();
  expect(page).not.toContain('<script');
  expect(page).toContain('The reader is not installed. <a href="openapi.json">');
});
