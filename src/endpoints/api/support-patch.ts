import { AppError, invalid } from '../../common/index.js';
import type { PatchEndpointDto } from './endpoint.dto.js';

const FIELDS = ['url', 'reason'] as const;

/** Support may move an endpoint to another URL and says why; nothing else. Throws 403, or 422 for a missing field. */
export function checkSupportPatch(fields: PatchEndpointDto): void {
  const others = Object.keys(fields).filter((name) => !FIELDS.some((field) => field === name));
  if (others.length > 0) {
    const message = `A key of the role 'support' may change the URL only, not ${others.join(', ')}.`;
    throw new AppError('forbidden', 403, { message });
  }
  const missing = FIELDS.filter((name) => fields[name] === undefined);
  if (missing.length === 0) return;
  throw invalid(
    missing.map((name) => ({
      pointer: `/${name}`,
      code: 'required',
      message: `${name} is required of support`,
    })),
  );
}
