import type { Act } from '../../domain/act.ts';

/** Who does what the laws do. */
export const sampleAct: Act = {
  actor: 'operator',
  address: '203.0.113.7',
  requestId: 'request of a law',
};
