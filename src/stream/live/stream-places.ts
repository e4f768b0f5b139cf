import { AppError } from '../../common/index.js';
import type { StreamOptions } from './stream-options.js';

/** Counts streams, so that one tenant leaves room for the others. */
export class StreamPlaces {
  private readonly byTenant = new Map<string, number>();
  private taken = 0;

  constructor(private readonly limits: Pick<StreamOptions, 'maxStreams' | 'maxStreamsPerTenant'>) {}

  /** To be given back, once, by calling the answer. 429 or 503 where there is none. */
  take(tenantId: string): () => void {
    const { maxStreams, maxStreamsPerTenant } = this.limits;
    const own = this.byTenant.get(tenantId) ?? 0;
    if (own >= maxStreamsPerTenant) {
      const message = `The tenant has ${own} streams open here: close one, or try again.`;
      throw new AppError('too_many_streams', 429, { message, retryAfterSeconds: 5 });
    }
    if (this.taken >= maxStreams) {
      const message = 'This process has no room for another stream. Try again shortly.';
      throw new AppError('unavailable', 503, { message, retryAfterSeconds: 5 });
    }
    this.taken += 1;
    this.byTenant.set(tenantId, own + 1);
    return () => {
      this.taken -= 1;
      const left = (this.byTenant.get(tenantId) ?? 1) - 1;
      if (left > 0) this.byTenant.set(tenantId, left);
      else this.byTenant.delete(tenantId);
    };
  }
}
