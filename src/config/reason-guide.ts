import { Inject, Injectable } from '@nestjs/common';
import { reasonKey, reasonText } from '../model/index.js';
import { SETTINGS } from './settings.js';
import type { RunSettings } from './settings.js';

/** The explanation of a reason in the API. Both fields are null if there is no reason. */
export interface ExplainedReason {
  reason_text: string | null;
  /** The URL of the section on the reason in `/docs/reasons`. */
  docs_url: string | null;
}

/** Returns texts and links for reasons. */
@Injectable()
export class ReasonGuide {
  constructor(@Inject(SETTINGS) private readonly settings: Pick<RunSettings, 'publicUrl'>) {}

  explain(reason: string | null): ExplainedReason {
    if (reason === null) return { reason_text: null, docs_url: null };
    return { reason_text: reasonText(reason), docs_url: this.docsUrl(reason) };
  }

  docsUrl(reason: string): string {
    return `${this.settings.publicUrl}/docs/reasons#${reasonKey(reason)}`;
  }
}
