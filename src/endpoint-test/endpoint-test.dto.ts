import { IsOptional, IsString, MaxLength } from 'class-validator';

export class TestEndpointDto {
  /** The type whose example is sent; by default the first type that the endpoint takes. */
  @IsOptional()
  @IsString()
  @MaxLength(200)
  type?: string;

  /** For email: one of the endpoint's recipients; by default the first. */
  @IsOptional()
  @IsString()
  @MaxLength(254)
  recipient?: string;
}
