import { IsOptional, IsString, MaxLength } from 'class-validator';

export class TestEndpointDto {
  /** The type whose example is sent; by default the first that the endpoint takes. */
  @IsOptional()
  @IsString()
  @MaxLength(200)
  type?: string;
}
