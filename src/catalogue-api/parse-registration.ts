import { isJsonObject } from '../catalogue/index.js';
import type { Registration } from '../catalogue/index.js';
import { childPointer, invalid, PLAIN_TEXT } from '../common/index.js';
import type { FieldError } from '../common/index.js';

const FIELDS = ['type', 'description', 'schema', 'example', 'confidential', 'reason'];
const MAX_DESCRIPTION_LENGTH = 2_000;

/** Reads the body of `POST /v1/event-types`. Does not check the content of the schema. */
export function parseRegistration(body: unknown): Registration {
  if (!isJsonObject(body)) {
    throw invalid([{ pointer: '', code: 'is_object', message: 'must be a JSON object' }]);
  }
  const errors: FieldError[] = Object.keys(body)
    .filter((name) => !FIELDS.includes(name))
    .map((name) => ({
      pointer: childPointer('', name),
      code: 'unknown_field',
      message: 'is no field of this request',
    }));
  const read = <T>(name: string, isRight: (value: unknown) => value is T, rule: string): T[] => {
    const value = body[name];
    if (isRight(value)) return [value];
    const code = value === undefined ? 'required' : 'wrong_type';
    errors.push({ pointer: `/${name}`, code, message: `must be ${rule}` });
    return [];
  };
  const [type] = read('type', isText, 'the name of the type');
  const [description] = read(
    'description',
    isDescription,
    `1 to ${MAX_DESCRIPTION_LENGTH} characters, not blank, none of them a control character`,
  );
  const [schema] = read('schema', isJsonObject, 'a JSON Schema (draft 2020-12) of an object');
  const [example] = read('example', isJsonObject, 'a valid data');
  const [confidential] =
    body['confidential'] === undefined ? [] : read('confidential', isFlag, 'true or false');
  if (errors.length > 0 || type === undefined || description === undefined || !schema || !example) {
    throw invalid(errors);
  }
  return {
    type,
    description,
    schema,
    example,
    ...(confidential !== undefined && { confidential }),
  };
}

function isFlag(value: unknown): value is boolean {
  return typeof value === 'boolean';
}

function isText(value: unknown): value is string {
  return typeof value === 'string';
}

function isDescription(value: unknown): value is string {
  if (!isText(value) || value === '' || value.length > MAX_DESCRIPTION_LENGTH) return false;
  return PLAIN_TEXT.test(value);
}
