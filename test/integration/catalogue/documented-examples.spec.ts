import { describe, expect, it } from 'vitest';
import { createCatalogue } from '../../../src/catalogue/catalogue.js';
import { availablePacks } from '../../../src/catalogue/packs.js';
import { DOCUMENTED_BODIES } from './documented-bodies.js';

const catalogue = createCatalogue(availablePacks);
const firstOfType = DOCUMENTED_BODIES.filter(
  ({ type }, index) => DOCUMENTED_BODIES.findIndex((body) => body.type === type) === index,
);

describe('the example of a type', () => {
  it.each(firstOfType)('is the one that its document prints: $type', ({ type, data, elided }) => {
    const example = catalogue.get(type)?.example ?? {};
    const shown = Object.entries(example).slice(0, elided && Object.keys(data).length);
    expect(JSON.stringify(Object.fromEntries(shown))).toBe(JSON.stringify(data));
  });
});
