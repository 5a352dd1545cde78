import { z } from 'zod';

/** As core wants the name of an API key. */
export const KeyName = z
  .string('must be text')
  .regex(/^[A-Za-z0-9._-]{1,64}$/, 'must be 1 to 64 characters of a-z, A-Z, 0-9, ".", "_", "-"');
