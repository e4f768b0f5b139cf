import { IsOptional, IsString, MaxLength } from 'class-validator';

export class TestEndpointDto {
  /** The type whose example is sent; by default the first that the endpoint takes. */
  @IsOptional()
  @IsString()
  @MaxLength(200)
  type?: string;

  /** Of email: which of the recipients; by default the first. */
  @IsOptional()
  @IsString()
  @MaxLength(254)
  recipient?: string;
}
