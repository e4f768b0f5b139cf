import { ApiProperty } from '@nestjs/swagger';
import { IsObject, IsOptional, IsString, MaxLength } from 'class-validator';

export class TestEndpointDto {
  /** The type whose example is sent; by default the first type that the endpoint takes. */
  @IsOptional()
  @IsString()
  @MaxLength(200)
  type?: string;

  /** The data that is sent, valid for the type; `is_sandbox` becomes true. By default the example of the type. */
  @ApiProperty({ selfRequired: false, type: 'object', additionalProperties: true })
  @IsOptional()
  @IsObject()
  data?: Record<string, unknown>;

  /** For email: one of the endpoint's recipients; by default the first. */
  @IsOptional()
  @IsString()
  @MaxLength(254)
  recipient?: string;
}
