/** An event in the clear, for memory only. */
export interface OutgoingEvent {
  id: string;
  tenantId: string;
  type: string;
  createdAt: Date;
  sequence: number;
  subject: string | null;
  /** The JSON text of `data` as it was stored. */
  dataJson: string;
  /** The data refers to assets, for which every attempt has links of its own. */
  hasAssets: boolean;
  /** A test by support: none of the endpoint's custom headers goes along, whoever sends it. */
  withoutHeaders?: true;
}
