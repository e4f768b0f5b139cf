import { findAssets } from '../assets/index.js';
import { invalid, newUuid } from '../common/index.js';
import { unknownType } from '../catalogue/index.js';
import type { EventTypeDefinition, LiveCatalogue } from '../catalogue/index.js';
import type { OutgoingEvent } from '../events/index.js';
import { canCarry } from '../formats/index.js';
import type { Format } from '../formats/index.js';

/** Finds a type that the format carries. Throws 422 `unknown_event_type`, or 422 by `refuse`. */
export function typeFor(
  catalogue: Pick<LiveCatalogue, 'get' | 'list'>,
  format: Format,
  type: string,
  refuse: (message: string) => Error,
): EventTypeDefinition {
  const definition = catalogue.get(type);
  if (!definition) {
    const carried = catalogue.list().filter((one) => canCarry(format, one.type));
    throw unknownType(
      type,
      carried.map((one) => one.type),
    );
  }
  if (canCarry(format, type)) return definition;
  throw refuse(`${type} has no body in ${format}.`);
}

/**
 * Returns an event of the type with the data of the caller, or with the example of the type. Rejects with 422
 * for data that breaks the rules of the type or refers to files, which only a publish can check.
 */
export async function sampleOf(
  definition: EventTypeDefinition,
  tenantId: string,
  { data, isSandbox = false }: { data?: object | undefined; isSandbox?: boolean },
): Promise<OutgoingEvent> {
  if (data) await requireValid(definition, data);
  return {
    id: newUuid(),
    tenantId,
    type: definition.type,
    createdAt: new Date(),
    sequence: 1,
    subject: null,
    dataJson: JSON.stringify({
      ...(data ?? definition.example),
      ...(isSandbox && { is_sandbox: true }),
    }),
    hasAssets: false,
  };
}

async function requireValid(definition: EventTypeDefinition, data: object): Promise<void> {
  const code = 'asset_not_allowed';
  const message = 'is a reference to a file: samples have none';
  const assets = findAssets(JSON.stringify(data)).map(({ pointer }) => ({
    pointer,
    code,
    message,
  }));
  await definition.prepare?.();
  const errors = [...assets, ...definition.validate(data)];
  if (errors.length > 0) throw invalid(errors);
}
