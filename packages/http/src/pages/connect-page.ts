import { pageOf } from './page.ts';

/** What a connect link shows: whatever looks at links by itself uses up nothing. */
export const CONNECT_PAGE = pageOf({
  title: 'Connect to Dialpad',
  paragraphs: [
    'You are sent to Dialpad, where you can allow this server to read the calls and messages of your company. Agree as an administrator of the Dialpad account.',
    'This link leads there once.',
  ],
  button: 'Go on to Dialpad',
});
