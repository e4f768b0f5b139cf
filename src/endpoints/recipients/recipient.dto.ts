import { IsString, MaxLength } from 'class-validator';

/** A recipient of an email endpoint. */
export class RecipientDto {
  address: string;
  /** Null: only the mail that asks for a confirmation is sent to this address. */
  confirmed_at: string | null;
}

export class ConfirmRecipientDto {
  /** One of the endpoint's recipients. */
  @IsString()
  @MaxLength(254)
  address: string;
}
