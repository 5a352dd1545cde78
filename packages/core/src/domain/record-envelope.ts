/** What the store knows of a record beside its facts. Times are epoch ms. */
export interface RecordEnvelope {
  /** UUID v7 of ours. */
  readonly id: string;
  readonly createdAt: number;
  readonly updatedAt: number;
  readonly version: number;
}
