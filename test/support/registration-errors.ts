import { checkRegistration } from '../../src/catalogue/index.js';
import type { Registration } from '../../src/catalogue/index.js';
import { AppError } from '../../src/common/index.js';

/** Returns the errors of a registration of an event type; empty where it is accepted. */
export async function registrationErrors(
  registration: Registration,
): Promise<{ pointer: string; code: string }[]> {
  try {
    await checkRegistration(registration);
    return [];
  } catch (error) {
    if (!(error instanceof AppError) || error.status !== 422) throw error;
    return (error.details.errors ?? []).map(({ pointer, code }) => ({ pointer, code }));
  }
}
