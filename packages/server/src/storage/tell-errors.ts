import type { StoreError } from '@dialpad-cti/core';
import type { ResultAsync } from 'neverthrow';

type Port = Readonly<Record<string, (...args: never[]) => ResultAsync<unknown, Fault>>>;
type Fault = StoreError | { readonly kind: string };

/** The same port; whenever the store is in trouble, its cause is told before the caller is. */
export function tellErrors<Given extends { readonly [Name in keyof Given]: Port[string] }>(
  port: Given,
  tell: (error: StoreError) => void,
): Given {
  const told = Object.entries<Port[string]>(port).map(([name, method]) => {
    const telling = (...args: never[]) =>
      method(...args).orTee((fault) => {
        if (isStoreError(fault)) tell(fault);
      });
    return [name, telling] as const;
  });
  // `fromEntries` forgets which name has which type.
  return Object.fromEntries(told) as unknown as Given;
}

const isStoreError = (fault: Fault): fault is StoreError => fault.kind === 'store-unavailable';
