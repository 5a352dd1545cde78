import type { Row } from '../testing/api-client.test.support.ts';
import type { AuditStage } from './open-audit-stage.test.support.ts';

/** Something that an operator can do, by the operation of the contract that it is. */
export interface Deed {
  readonly operation: string;
  /** What is special about it. */
  readonly how?: string;
  /** Makes whatever it needs. */
  readonly prepare: (stage: AuditStage) => Promise<Asked> | Asked;
}

export interface Asked {
  /** As `operatorPath` takes it. */
  readonly path: string;
  /** POST when absent. */
  readonly method?: string;
  readonly body?: object;
  /** What the entries say, beside who did it, when and from where. */
  readonly entries: (answer: Row) => readonly Row[];
}
