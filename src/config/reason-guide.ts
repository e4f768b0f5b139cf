import { Inject, Injectable } from '@nestjs/common';
import { reasonKey, reasonText } from '../model/index.js';
import { SETTINGS } from './settings.token.js';
import type { RunSettings } from './settings.token.js';

/** A reason in words, as the API shows it beside the word itself. Both are null where there is no reason. */
export interface ExplainedReason {
  reason_text: string | null;
  /** The section on it of the page that the api serves. */
  docs_url: string | null;
}

/** Puts reasons into words. */
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
