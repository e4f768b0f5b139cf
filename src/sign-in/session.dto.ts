import { ApiProperty } from '@nestjs/swagger';
import { Transform } from 'class-transformer';
import { IsBoolean, IsOptional, IsString, MaxLength } from 'class-validator';
import type { Capability } from '../auth/index.js';

/** Either an API key or the token of a sign-in link. */
export class SignInDto {
  /** An API key of the role `admin`, `support`, `tenant` or `viewer`. */
  @IsOptional()
  @IsString()
  @MaxLength(512)
  api_key?: string;

  /** What follows `#sign-in=` in a sign-in link. It signs in once. */
  @IsOptional()
  @IsString()
  @MaxLength(512)
  token?: string;

  /**
   * Whether the page is in a frame of another site, where browsers keep no cookie: the answer has `session_token`, and
   * no cookie is set. Default: `false`.
   */
  @IsOptional()
  @IsBoolean()
  embedded?: boolean;
}

export class SessionTenantDto {
  id: string;
  name: string;
  external_id: string | null;
}

export class SessionPersonDto {
  /** As the caller who made the link, or the identity provider, names the person. */
  id: string;
  name: string | null;
}

/** A person who has signed in, and what the pages may show and do. */
export class SessionDto {
  role: 'admin' | 'support' | 'tenant' | 'viewer';
  /** Null: all tenants. */
  @ApiProperty({ type: SessionTenantDto, nullable: true })
  tenant: SessionTenantDto | null;
  /** Null: the person is not known, as with an API key. */
  @ApiProperty({ type: SessionPersonDto, nullable: true })
  person: SessionPersonDto | null;
  /** What the session may do within its role. */
  @ApiProperty({ type: [String] })
  capabilities: Capability[];
  /** Sent as `X-CSRF-Token` with every request by cookie that is not GET or HEAD. */
  csrf_token: string;
  /** The colours that the link asks for; null: those of the system. */
  @ApiProperty({ enum: ['light', 'dark'], nullable: true })
  theme: 'light' | 'dark' | null;
  /** Whether the page is shown without its own navigation, for a site that has one. */
  hide_navigation: boolean;
  /** The path that the link leads to; null: the first page. */
  @ApiProperty({ type: String, nullable: true })
  next: string | null;
  /** The session ends at this time, whatever is done. */
  expires_at: string;
  /** The session ends at this time unless it is used before. */
  idle_expires_at: string;
}

/** What `POST /v1/session` answers. */
export class StartedSessionDto extends SessionDto {
  /** Of an `embedded` sign-in: sent as `Authorization: Bearer`, and kept in memory only. */
  @ApiProperty({ type: String, required: false })
  session_token?: string;
}

export class SignOutQuery {
  /** Whether all sessions of the same person, link or key end. Default: `false`. */
  @IsOptional()
  @Transform(({ value }: { value: unknown }) =>
    value === 'true' ? true : value === 'false' ? false : value,
  )
  @IsBoolean()
  everywhere?: boolean;
}

export class IdentityProviderDto {
  /** The host name of the issuer. */
  name: string;
  /** Why it cannot be used at the moment; null: it can. */
  @ApiProperty({ type: String, nullable: true })
  problem: string | null;
}

/** How staff may sign in, beside API keys. */
export class SignInOptionsDto {
  /** Null: no identity provider is set up. Otherwise the sign-in begins at `/sign-in/oidc`. */
  @ApiProperty({ type: IdentityProviderDto, nullable: true })
  oidc: IdentityProviderDto | null;
}
