import { expect, it } from 'vitest';
import { readSchema } from './read-schema';

const SCHEMA = {
  type: 'object',
  required: ['check_id'],
  properties: {
    check_id: { type: 'string', maxLength: 200 },
    status: { type: 'string', enum: ['hit', 'clear'], description: 'The outcome.' },
    person: {
      type: ['object', 'null'],
      properties: { 'a/b': { oneOf: [{ type: 'string' }, { type: 'integer' }] } },
    },
    documents: { type: 'array', items: { $ref: '#/$defs/document' } },
  },
  $defs: { document: { type: 'object', properties: { number: { type: 'string' } } } },
};

function read(personal: string[] = [], ids: string[] = []) {
  return readSchema(SCHEMA, { personal, ids });
}

it('lists fields with their children after them', () => {
  expect(read().map(({ pointer, depth, kind }) => [pointer, depth, kind])).toEqual([
    ['/check_id', 0, 'string'],
    ['/status', 0, 'string'],
    ['/person', 0, 'object or null'],
    ['/person/a~1b', 1, 'string or integer'],
    ['/documents', 0, 'list of object'],
    ['/documents/*/number', 1, 'string'],
  ]);
});

it('says what is required and what values are allowed', () => {
  const [id, status] = read();
  expect(id).toMatchObject({ isRequired: true, limits: ['at most 200 characters'] });
  expect(status).toMatchObject({
    isRequired: false,
    description: 'The outcome.',
    limits: ['one of hit, clear'],
  });
});

it('marks personal fields with everything below them', () => {
  const personal = read(['/person', '/documents/*/number']).filter((field) => field.isPersonal);
  expect(personal.map(({ pointer }) => pointer)).toEqual([
    '/person',
    '/person/a~1b',
    '/documents/*/number',
  ]);
});

it('marks everything but the ids where all of the data is personal', () => {
  const fields = read([''], ['/check_id']);
  expect(fields.filter((field) => !field.isPersonal).map(({ name }) => name)).toEqual(['check_id']);
  expect(fields.filter((field) => field.isId).map(({ name }) => name)).toEqual(['check_id']);
});

it('ends with a schema that refers to itself', () => {
  const loop = { properties: { next: { $ref: '#' } } };
  expect(readSchema(loop, { personal: [], ids: [] }).length).toBeLessThan(20);
});
