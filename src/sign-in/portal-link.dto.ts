import { ApiProperty } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import {
  ArrayNotEmpty,
  ArrayUnique,
  IsArray,
  IsBoolean,
  IsIn,
  IsInt,
  IsObject,
  IsOptional,
  IsString,
  Matches,
  Max,
  MaxLength,
  Min,
  ValidateNested,
} from 'class-validator';
import { CAPABILITIES } from '../auth/index.js';
import type { Capability } from '../auth/index.js';
import { IsLabel } from '../http/index.js';

const WEEK_SECONDS = 604_800;
/** A path of the portal with a query, without parts that lead elsewhere. */
const PORTAL_PATH = /^\/portal(?!.*(?:\.\.|\/\/))(?:[/?][\w\-./?=&%~+,:@]*)?$/;

/** The person that a link is for. */
export class LinkPersonDto {
  /** As your own system names the person; "sign out everywhere" and the audit log go by it. */
  @IsLabel(200)
  id: string;

  /** What people call the person. */
  @IsOptional()
  @IsLabel(200)
  name?: string;
}

/** A link that signs one person in to the portal, once. */
export class CreatePortalLinkDto {
  @IsIn(['tenant', 'viewer'])
  role: 'tenant' | 'viewer';

  /** Seconds until the link no longer signs in, at most 7 days. The session lasts on its own. */
  @ApiProperty({ type: 'integer' })
  @IsInt()
  @Min(1)
  @Max(WEEK_SECONDS)
  expires_in_seconds: number;

  @IsOptional()
  @IsObject()
  @ValidateNested()
  @Type(() => LinkPersonDto)
  person?: LinkPersonDto;

  /** The path that the link leads to, such as `/portal/events/evt_…`. Default: the overview. */
  @IsOptional()
  @IsString()
  @MaxLength(1000)
  @Matches(PORTAL_PATH, { message: 'next must be a path of the portal, such as /portal/events' })
  next?: string;

  /** What the session may do within its role; `view` is always among them. Default: everything that the role may. */
  @ApiProperty({ enum: CAPABILITIES, isArray: true, required: false })
  @IsOptional()
  @IsArray()
  @ArrayNotEmpty()
  @ArrayUnique()
  @IsIn(CAPABILITIES, { each: true })
  capabilities?: Capability[];

  /** The colours of the page. Default: those of the system. */
  @IsOptional()
  @IsIn(['light', 'dark'])
  theme?: 'light' | 'dark';

  /** Whether the page is shown without its own navigation. Default: `false`. */
  @IsOptional()
  @IsBoolean()
  hide_navigation?: boolean;
}

export class CreatedPortalLinkDto {
  id: string;
  /** The link itself; it is shown only once. */
  url: string;
  expires_at: string;
}

export class PortalLinkPersonDto {
  id: string;
  name: string | null;
}

/** A link without its token. */
export class PortalLinkDto {
  id: string;
  role: 'tenant' | 'viewer';
  @ApiProperty({ enum: CAPABILITIES, isArray: true })
  capabilities: Capability[];
  @ApiProperty({ type: PortalLinkPersonDto, nullable: true })
  person: PortalLinkPersonDto | null;
  @ApiProperty({ type: String, nullable: true })
  next: string | null;
  @ApiProperty({ enum: ['light', 'dark'], nullable: true })
  theme: 'light' | 'dark' | null;
  hide_navigation: boolean;
  created_at: string;
  expires_at: string;
  /** When it signed in; null: not yet. */
  used_at: string | null;
  /** Null: it is not revoked. */
  revoked_at: string | null;
}

export class PortalLinkPageDto {
  data: PortalLinkDto[];
  next_cursor: string | null;
}
