import type { Random } from '../random/create-random.ts';
import type { World } from '../world.ts';
import { createCompany } from './create-company.ts';

/** A company in which nothing has happened yet. */
export function createWorld(random: Random): World {
  return {
    company: createCompany(random),
    webhooks: new Map(),
    subscriptions: new Map(),
    calls: new Map(),
    transcripts: new Map(),
    media: new Map(),
  };
}
