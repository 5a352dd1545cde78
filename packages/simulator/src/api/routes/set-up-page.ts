import type { DialpadId } from '../../world.ts';

/** Dialpad does not say how long its pages are: short ones, so that every client meets cursors. */
export const SET_UP_PAGE = 10;

/** Ids in the order of their numbers. */
export const byId = ({ id }: { readonly id: DialpadId }): string => id.padStart(20, '0');
