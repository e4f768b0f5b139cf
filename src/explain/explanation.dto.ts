import { ApiExtraModels, ApiProperty, getSchemaPath } from '@nestjs/swagger';
import { HITS } from '../search/index.js';
import type { SearchHit } from '../search/index.js';
import { VERDICTS } from './story.js';
import type { Verdict } from './story.js';

const KINDS = ['event', 'delivery', 'rejected', 'endpoint', 'tenant', 'none'] as const;
const LINKS = ['event', 'delivery', 'endpoint', 'audit', 'rejected', 'tenant'] as const;

export type ExplainedKind = (typeof KINDS)[number];

/** A record of the API. */
export class EvidenceLinkDto {
  @ApiProperty({ enum: LINKS })
  kind: (typeof LINKS)[number];
  id: string;
  @ApiProperty({ type: String, nullable: true })
  tenant_id: string | null;
}

/** A fact that the answer rests on. */
export class EvidenceDto {
  label: string;
  value: string;
  @ApiProperty({ type: String, nullable: true })
  at: string | null;
  @ApiProperty({ type: EvidenceLinkDto, nullable: true })
  link: EvidenceLinkDto | null;
}

/** What became of something, in words. */
@ApiExtraModels(...HITS)
export class ExplanationDto {
  /** What is explained; `none`: nothing was found. */
  @ApiProperty({ enum: KINDS })
  kind: ExplainedKind;
  /** Null where nothing, or nothing definite, was found. */
  @ApiProperty({ type: String, nullable: true })
  id: string | null;
  @ApiProperty({ type: String, nullable: true })
  tenant_id: string | null;
  @ApiProperty({ type: String, nullable: true })
  tenant_name: string | null;
  /**
   * `waiting`: it is sent by itself. `held`: it is kept and not sent until it is released. `refused`: the publish was
   * refused. `unknown`: nothing was found. `ambiguous`: things of several tenants were found, which `others` lists.
   */
  @ApiProperty({ enum: VERDICTS })
  verdict: Verdict;
  title: string;
  /** A paragraph of plain text in English, with times in UTC, to be pasted into a ticket. */
  answer: string;
  /** What to do; empty if there is nothing to do. */
  remedy: string;
  /** The reason, the code of a refusal or the class of the error that explains it. */
  @ApiProperty({ type: String, nullable: true })
  reason: string | null;
  /** What this reason means and what to do. */
  @ApiProperty({ type: String, nullable: true })
  docs_url: string | null;
  @ApiProperty({ type: [EvidenceDto] })
  evidence: EvidenceDto[];
  /** What the search has found besides, as in `GET /v1/search`. */
  @ApiProperty({
    type: 'array',
    items: {
      oneOf: HITS.map((hit) => ({ $ref: getSchemaPath(hit) })),
      discriminator: { propertyName: 'kind' },
    },
  })
  others: SearchHit[];
}
