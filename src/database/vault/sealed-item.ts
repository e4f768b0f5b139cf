import { AppError } from '../../common/index.js';

/** The place of a sealed value: the value cannot be opened at another place. */
export interface SealContext {
  table: string;
  /** The row's id as the caller spells it; the same spelling opens. */
  id: string;
}

/** A sealed value with the place it was read from. */
export interface SealedItem {
  context: SealContext;
  sealed: Buffer;
}

/** Reports a value that cannot be opened: cut, altered, moved to another row, or of a key that is gone. */
export function sealedDataDamaged(context: SealContext, cause?: unknown): AppError {
  const message = 'A stored value cannot be decrypted. The log names it.';
  return new AppError(
    'sealed_data_damaged',
    500,
    { message },
    { cause: new Error(`sealed value of ${context.table}|${context.id}`, { cause }) },
  );
}
