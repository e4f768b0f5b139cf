/**
 * For types whose payload is documented by its id alone: what else a provider puts in passes
 * untouched, from code too.
 */
export class OpenPayload {
  [field: string]: unknown;
}
