/** Bounds on what may be under way at once. */
export interface AdmissionBounds {
  items: number;
  bytes: number;
}

/** Counts what is under way, so that whoever finds no room is told at once instead of piling up. */
export class AdmissionLimit {
  private items = 0;
  private bytes = 0;

  constructor(private readonly size: AdmissionBounds) {}

  /** False where there is no room. Something larger than all of it has room when it is alone. */
  take(bytes: number): boolean {
    const isFull = this.items >= this.size.items || this.bytes + bytes > this.size.bytes;
    if (isFull && this.items > 0) return false;
    this.items += 1;
    this.bytes += bytes;
    return true;
  }

  /** To be called once for everything that was taken. */
  leave(bytes: number): void {
    this.items -= 1;
    this.bytes -= bytes;
  }
}
