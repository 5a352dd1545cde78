import type { Tag } from '../route.ts';

export const TAG_DESCRIPTIONS: Readonly<Record<Tag, string>> = {
  webhooks: 'Where Dialpad posts its events to.',
  apps: "An app is one company's data, fed by one Dialpad account.",
  keys: 'The named API keys by which the programs of a company prove themselves.',
  hooks: 'The addresses that Dialpad posts to, and their secrets.',
  dialpad: "Dialpad's side: what is set up there, the link to it, and what is fetched from it.",
  events: 'Events as they arrived, those that need a person, and who did what.',
  calls: 'Phone calls, live and past: a record for each leg.',
  messages: 'Text messages.',
  voicemails: 'Messages that were left on calls.',
  server: 'The server itself: whether it works, what it counts, what it offers.',
};
