import type { FieldError } from '../common/index.js';
import type { PatchEndpointDto } from './endpoint.dto.js';

const UNBUILT_FIELDS = ['recipients'] as const;
/** The one value of each that means what happens today. */
const ONLY_VALUE = { channel: 'webhook' } as const;

/** What the contract has and this version does not do: refused, never accepted and ignored. */
export function unbuiltFields(fields: PatchEndpointDto): FieldError[] {
  const errors = UNBUILT_FIELDS.filter((name) => fields[name] !== undefined).map((name) =>
    unbuilt(name, 'leave it out'),
  );
  for (const [name, only] of Object.entries(ONLY_VALUE)) {
    const value = fields[name as keyof typeof ONLY_VALUE];
    if (value !== undefined && value !== only) {
      errors.push(unbuilt(name, `leave it out or send ${JSON.stringify(only)}`));
    }
  }
  return errors;
}

function unbuilt(name: string, remedy: string): FieldError {
  return {
    pointer: `/${name}`,
    code: 'not_supported_yet',
    message: `is not supported yet: ${remedy}`,
  };
}
