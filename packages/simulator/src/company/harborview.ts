import type { SimGroup, SimUser } from '../company.ts';

/** Harborview Marine Supply: the people and groups that the scenarios tell of. */
const office = '5512938471620608';
const [ava, ben, cleo] = ['5790123456784384', '6012345678905344', '6234567890124800'];

export const HARBORVIEW_USERS: readonly SimUser[] = [
  user({ id: ava, name: ['Ava', 'Lindqvist'], phone: '+14155550111', isAdmin: false }),
  user({ id: ben, name: ['Ben', 'Okafor'], phone: '+14155550112', isAdmin: true }),
  user({ id: cleo, name: ['Cleo', 'Marchetti'], phone: '+14155550113', isAdmin: false }),
];

export const HARBORVIEW_GROUPS: readonly SimGroup[] = [
  {
    id: office,
    type: 'office',
    name: 'Harborview Marine Supply',
    phone: '+14155550100',
    memberIds: [ava, ben, cleo],
  },
  {
    id: '4873920165748736',
    type: 'callcenter',
    name: 'Harborview Support',
    phone: '+14155550120',
    memberIds: [ava, ben, cleo],
  },
  {
    id: '5021938475610112',
    type: 'department',
    name: 'Harborview Billing',
    phone: '+14155550130',
    memberIds: [ben],
  },
];

interface Person {
  readonly id: string;
  readonly name: readonly [first: string, last: string];
  readonly phone: string;
  readonly isAdmin: boolean;
}

function user({ id, name: [firstName, lastName], phone, isAdmin }: Person): SimUser {
  const email = `${firstName}.${lastName}@harborview.example`.toLowerCase();
  return { id, officeId: office, firstName, lastName, email, phone, isAdmin };
}
