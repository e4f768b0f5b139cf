import { readFileSync } from 'node:fs';
import type { OpenAPIObject } from '@nestjs/swagger';
import { describe, expect, it } from 'vitest';
import { operationsOf } from '../openapi/document-types.js';
import { readingDocument } from './reading-document.js';

const FILE = new URL('../../../docs/openapi.json', import.meta.url);
const WHOLE = JSON.parse(readFileSync(FILE, 'utf8')) as OpenAPIObject;

describe('the document as /docs shows it', () => {
  const shown = readingDocument(WHOLE);
  const all = ({ paths, webhooks }: OpenAPIObject) => [
    ...operationsOf({ paths }),
    ...operationsOf({ paths: webhooks as OpenAPIObject['paths'] }),
  ];

  it('has every operation and every webhook once, in a part that the side bar names', () => {
    const groups = (shown as { 'x-tagGroups'?: { name: string; tags: string[] }[] })['x-tagGroups'];
    expect(groups?.map(({ name }) => name)).toEqual(['API', 'Webhooks']);
    const parts = groups?.flatMap(({ tags }) => tags) ?? [];
    expect(new Set(parts).size).toBe(parts.length);
    expect(parts).toEqual(shown.tags?.map(({ name }) => name));
    expect(all(shown).map(({ path, method }) => `${method} ${path}`)).toEqual(
      all(WHOLE).map(({ path, method }) => `${method} ${path}`),
    );
    for (const { operation } of all(shown)) {
      expect(operation.tags).toHaveLength(1);
      expect(parts).toContain(operation.tags?.[0]);
    }
  });

  it('says who an operation is for, and names no host', () => {
    const [publish] = operationsOf(shown);
    expect(publish?.operation).toMatchObject({
      tags: ['Publishing'],
      'x-badges': [{ name: 'operator' }],
    });
    expect(shown.info.description).toContain('**operator**: ');
    expect(shown.servers).toBeUndefined();
  });

  it('leaves the document itself as it was', () => {
    expect(operationsOf(WHOLE)[0]?.operation.tags).toEqual(['operator']);
  });
});
