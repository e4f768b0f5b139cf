import { ApiProperty } from '@nestjs/swagger';
import { IsObject, IsOptional, IsString, MaxLength } from 'class-validator';
import { VERDICTS } from './verdicts.js';
import type { Verdict } from './verdicts.js';

/** What the receiver got and computed; at least one of them. */
export class VerifyDto {
  /** The headers as they were received, also only some of them. */
  @ApiProperty({ selfRequired: false, type: 'object', additionalProperties: { type: 'string' } })
  @IsOptional()
  @IsObject()
  headers?: Record<string, unknown>;

  /** The body as text, exactly as it was received. */
  @IsOptional()
  @IsString()
  body?: string;

  /** The signature that the receiver computed, or the whole header that it expected. */
  @IsOptional()
  @IsString()
  @MaxLength(4096)
  computed?: string;
}

const VERDICT_NAMES = Object.keys(VERDICTS) as Verdict[];
const CONTENT = ['known', 'as_received', 'unknown'] as const;

/** What is wrong, and how it is mended. The secret and the right signature are never shown. */
export class VerificationDto {
  /**
   * `valid`: nothing is wrong with what was given. `body_changed`: parsed and serialised again, re-encoded, cut, or
   * given a line break. `secret_not_decoded`, `secret_wrong_encoding`: the key is not the bytes of the secret that the
   * profile uses. `other_endpoint_secret`, `old_secret`, `new_secret`: it is another secret. `wrong_timestamp`,
   * `content_wrong`, `algorithm_wrong`, `encoding_wrong`, `truncated`: it is computed in another way.
   * `other_profile`: it is computed by a profile that the endpoint does not have. `header_missing`, `header_changed`:
   * something between has removed or changed a header. `clock_skew`: the clock of the receiver is wrong. `unknown`:
   * none of these.
   */
  @ApiProperty({ enum: VERDICT_NAMES })
  verdict: Verdict;
  /** Every mistake that was found, in words. */
  explanation: string;
  /** How the first of them is mended. */
  remedy: string;
  /** The signature header that the computed signature is meant for; null where that is not known. */
  @ApiProperty({ type: String, nullable: true })
  header: string | null;
  /** The attempt that it was compared with; null where none was made. */
  @ApiProperty({ type: 'integer', nullable: true })
  attempt_number: number | null;
  /**
   * Whether the body that was sent is known. `as_received`: it is not kept, or not as it was sent, or not shown to the
   * caller, so that the body that was received is taken for it. `unknown`: nothing could be compared.
   */
  @ApiProperty({ enum: CONTENT })
  content: (typeof CONTENT)[number];
}
