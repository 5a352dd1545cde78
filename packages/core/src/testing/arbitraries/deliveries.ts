import fc from 'fast-check';

/** Each of `sent` one to three times, in any order. */
export function shuffledAndRepeated<Item>(sent: readonly Item[]): fc.Arbitrary<readonly Item[]> {
  return fc
    .array(fc.integer({ min: 1, max: 3 }), { minLength: sent.length, maxLength: sent.length })
    .map((times) => sent.flatMap((item, index) => Array<Item>(times[index] ?? 1).fill(item)))
    .chain((all) => fc.shuffledSubarray(all, { minLength: all.length }));
}

/** `items` cut into batches, none of them empty, in the same order. */
export function splits<Item>(items: readonly Item[]): fc.Arbitrary<readonly (readonly Item[])[]> {
  return fc
    .array(fc.boolean(), { minLength: items.length, maxLength: items.length })
    .map((cuts) => {
      const batches: Item[][] = [];
      for (const [index, item] of items.entries()) {
        const open = batches.at(-1);
        if (open === undefined || cuts[index] === true) batches.push([item]);
        else open.push(item);
      }
      return batches;
    });
}
