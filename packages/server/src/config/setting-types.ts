import { z } from 'zod';

import type { SecretList } from './secret-list.ts';

export const wholeNumber = (least: number, most: number) =>
  z
    .string()
    .regex(/^\d{1,9}$/, `must be a whole number from ${least} to ${most}`)
    .transform(Number)
    .refine((value) => value >= least && value <= most, {
      error: `must be a whole number from ${least} to ${most}`,
    });

/** Goes into an HTTP header, so it can hold no spaces and nothing beyond ASCII. */
export const secretText = (least: number) =>
  z
    .string()
    .min(least, `must have ${least} characters or more`)
    .regex(/^[\x21-\x7e]*$/, 'must be printable ASCII without spaces');

/** Without a slash at its end. */
export const httpUrl = () =>
  z
    .string()
    .refine((text) => isUrl(text, ['http:', 'https:']), {
      error: 'must be a URL that begins with http:// or https://, without a query',
    })
    .transform((text) => text.replace(/\/+$/, ''));

export const postgresUrl = () =>
  z.string().refine((text) => isUrl(text, ['postgres:', 'postgresql:'], true) && decodes(text), {
    error:
      'must be a URL like postgres://user:password@host/database, with %25 for a percent sign and the like',
  });

export const listOf = <Name extends string>(names: readonly Name[]) =>
  z.string().transform((text, context): readonly Name[] => {
    const given = text.split(',').map((part) => part.trim());
    const known = names.filter((name) => given.includes(name));
    if (given.every((part) => names.some((name) => name === part))) return known;
    context.addIssue({
      code: 'custom',
      message: `must be some of ${names.join(', ')}, by commas`,
    });
    return z.NEVER;
  });

export const secretList = (least: number) =>
  z.string().transform((text, context): SecretList => {
    const [first = '', ...others] = text.split(',').map((part) => part.trim());
    const secrets: SecretList = [first, ...others];
    if (secrets.every(({ length }) => length >= least)) return secrets;
    context.addIssue({
      code: 'custom',
      message: `must be ${least} characters or more (several by commas), as of: openssl rand -base64 32`,
    });
    return z.NEVER;
  });

/** Each exactly as a browser sends it: scheme, host in lower case, port unless it is the usual one. */
export const originList = () =>
  z.string().transform((text, context): readonly string[] => {
    const origins = text.split(',').map((part) => part.trim());
    if (origins.every((origin) => URL.parse(origin)?.origin === origin)) return origins;
    context.addIssue({
      code: 'custom',
      message: 'must be origins like https://crm.example.com, without a path, by commas',
    });
    return z.NEVER;
  });

/** Words without blanks. */
export const wordList = () =>
  z.string().transform((text, context): readonly string[] => {
    const words = text.split(',').map((part) => part.trim());
    if (words.every((word) => /^[\x21-\x7e]+$/.test(word))) return words;
    context.addIssue({ code: 'custom', message: 'must be words without spaces, by commas' });
    return z.NEVER;
  });

export const yesOrNo = () =>
  z
    .enum(['true', 'false'], { error: 'must be true or false' })
    .transform((text) => text === 'true');

function decodes(text: string): boolean {
  try {
    return decodeURIComponent(text) !== '';
  } catch {
    return false;
  }
}

function isUrl(text: string, protocols: readonly string[], mayHaveQuery = false): boolean {
  const url = URL.parse(text);
  if (url === null || !protocols.includes(url.protocol)) return false;
  return mayHaveQuery || (url.search === '' && url.hash === '' && url.username === '');
}
