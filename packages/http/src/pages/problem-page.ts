import type { Problem } from '../problem.ts';
import { pageOf } from './page.ts';

/** A problem for whoever looks at it in a browser. */
export const problemPage = ({ title, detail, code, instance }: Problem): string =>
  pageOf({ title, paragraphs: [detail, `Problem ${code}, request ${instance}.`] });
