import { describe, expect, it } from 'vitest';
import { createCatalogue } from '../../../src/catalogue/catalogue.js';
import { availablePacks } from '../../../src/catalogue/packs.js';
import { DOCUMENTED_BODIES } from './documented-bodies.js';

const catalogue = createCatalogue(availablePacks);
const firstOfType = DOCUMENTED_BODIES.filter(
  ({ type }, index) => DOCUMENTED_BODIES.findIndex((body) => body.type === type) === index,
);

describe('the example of a type', () => {
  it.each(firstOfType)('is the one that its document prints: $type', ({ type, data }) => {
    expect(JSON.stringify(catalogue.get(type)?.example)).toBe(JSON.stringify(data));
  });
});
