import type { DialpadId } from './dialpad-id.ts';

/** People and groups of a made-up company. Numbers are +1415555xxxx, which nobody has. */
export interface Company {
  readonly id: DialpadId;
  readonly name: string;
  readonly users: readonly SimUser[];
  readonly groups: readonly SimGroup[];
}

export interface SimUser {
  readonly id: DialpadId;
  readonly officeId: DialpadId;
  readonly firstName: string;
  readonly lastName: string;
  readonly email: string;
  readonly phone: string;
  readonly isAdmin: boolean;
}

export interface SimGroup {
  readonly id: DialpadId;
  readonly type: 'office' | 'department' | 'callcenter';
  readonly name: string;
  readonly phone: string;
  readonly memberIds: readonly DialpadId[];
}
