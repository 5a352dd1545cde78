import type { DialpadUser } from '@dialpad-cti/core';
import { z } from 'zod';

import { Flag, Id, OptionalId, OptionalText, Texts } from './scalars.ts';

export const User = z
  .object({
    id: Id,
    company_id: OptionalId,
    office_id: OptionalId,
    display_name: OptionalText,
    first_name: OptionalText,
    last_name: OptionalText,
    emails: Texts,
    phone_numbers: Texts,
    state: OptionalText,
    is_admin: Flag,
    is_super_admin: Flag,
  })
  .transform(
    (user): DialpadUser => ({
      id: user.id,
      companyId: user.company_id,
      officeId: user.office_id,
      displayName: nameOf(user),
      emails: user.emails,
      phoneNumbers: user.phone_numbers,
      state: user.state,
      isAdmin: user.is_admin || user.is_super_admin,
    }),
  );

interface Names {
  readonly display_name: string | null;
  readonly first_name: string | null;
  readonly last_name: string | null;
}

function nameOf({ display_name: name, first_name: first, last_name: last }: Names): string | null {
  return name || [first, last].filter(Boolean).join(' ') || null;
}
