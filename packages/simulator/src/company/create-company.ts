import type { Company, SimGroup, SimUser } from '../company.ts';
import { createIdSource } from '../random/create-id-source.ts';
import type { Random } from '../random/create-random.ts';
import { HARBORVIEW_GROUPS, HARBORVIEW_USERS } from './harborview.ts';

/** Those whom the scenarios name, always the same, and nine colleagues in a second office. */
export function createCompany(random: Random): Company {
  const ids = createIdSource(random, 'company');
  const newId = () => String(ids());
  const id = newId();
  const officeId = newId();
  const colleagues = colleaguesOf({ random: random.fork('colleagues'), newId, officeId });
  return {
    id,
    name: 'Harborview Marine Supply',
    users: [...HARBORVIEW_USERS, ...colleagues],
    groups: [
      ...HARBORVIEW_GROUPS,
      ...DOCKSIDE.map(
        ({ type, name, phone, size }): SimGroup => ({
          id: type === 'office' ? officeId : newId(),
          type,
          name,
          phone,
          memberIds: colleagues.slice(0, size).map((colleague) => colleague.id),
        }),
      ),
    ],
  };
}

const FIRST_NAMES = ['Dara', 'Elio', 'Freya', 'Hugo', 'Ines', 'Jonas', 'Kira', 'Liam', 'Mina'];
const LAST_NAMES = [
  'Abara',
  'Brandt',
  'Castellan',
  'Duarte',
  'Eklund',
  'Farouk',
  'Gallo',
  'Hoshino',
  'Ivarsen',
];

const DOCKSIDE = [
  { type: 'office', name: 'Harborview Dockside', phone: '+14155550101', size: 9 },
  { type: 'callcenter', name: 'Harborview Sales', phone: '+14155550121', size: 5 },
  { type: 'department', name: 'Harborview Returns', phone: '+14155550131', size: 3 },
] as const;

interface ColleagueOptions {
  readonly random: Random;
  readonly newId: () => string;
  readonly officeId: string;
}

function colleaguesOf({ random, newId, officeId }: ColleagueOptions): readonly SimUser[] {
  const lastNames = random.shuffled(LAST_NAMES);
  return random.shuffled(FIRST_NAMES).map((firstName, index) => {
    const lastName = lastNames[index] ?? '';
    return {
      id: newId(),
      officeId,
      firstName,
      lastName,
      email: `${firstName}.${lastName}@harborview.example`.toLowerCase(),
      phone: `+141555501${40 + index}`,
      isAdmin: index === 0,
    };
  });
}
