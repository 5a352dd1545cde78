import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { CallView } from '../domain/call.ts';
import type { CallFacts } from '../domain/call-facts.ts';
import { flows, steps } from '../fixtures/index.ts';
import { callHistories } from '../testing/arbitraries/call-histories.ts';
import { shuffledAndRepeated, splits } from '../testing/arbitraries/deliveries.ts';
import { callView } from './call-view.ts';
import { foldCall, joinCalls } from './fold-call.ts';
import { mapEvent } from './map-event.ts';
import { updatesOf } from './updates-of.ts';
import { voicemailView } from './voicemail-view.ts';

const RUNS = { numRuns: 1000 };
const histories = callHistories(9007199254740993n).map((payloads) => payloads.map(factsOf));
const facts = histories.map(fold);

function factsOf(payload: string): CallFacts {
  const event = mapEvent(payload)._unsafeUnwrap();
  if (event.kind !== 'call') throw new Error(`mapped to ${event.kind}`);
  return event.call;
}

function fold([first, ...others]: readonly CallFacts[]): CallFacts {
  if (first === undefined) throw new Error('a leg has at least one event');
  return foldCall([first, ...others]);
}

describe('joining facts', () => {
  test('is commutative', () => {
    fc.assert(
      fc.property(facts, facts, (a, b) => {
        expect(joinCalls(a, b)).toEqual(joinCalls(b, a));
      }),
      RUNS,
    );
  });

  test('is associative', () => {
    fc.assert(
      fc.property(facts, facts, facts, (a, b, c) => {
        expect(joinCalls(joinCalls(a, b), c)).toEqual(joinCalls(a, joinCalls(b, c)));
      }),
      RUNS,
    );
  });

  test('is idempotent', () => {
    fc.assert(
      fc.property(facts, (a) => {
        expect(joinCalls(a, a)).toEqual(a);
      }),
      RUNS,
    );
  });

  test('survives the way through JSON, in which facts are stored', () => {
    fc.assert(
      fc.property(facts, (a) => {
        expect(JSON.parse(JSON.stringify(a))).toEqual(a);
      }),
      RUNS,
    );
  });
});

describe('the fold', () => {
  test('gives one record for every order, repetition and batching', () => {
    const deliveries = histories.chain((events) =>
      fc.tuple(fc.constant(events), shuffledAndRepeated(events).chain(splits)),
    );
    fc.assert(
      fc.property(deliveries, ([events, batches]) => {
        expect(fold(batches.map(fold))).toEqual(fold(events));
      }),
      RUNS,
    );
  });

  test('never makes an ended call live again', () => {
    fc.assert(
      fc.property(facts, facts, (before, more) => {
        fc.pre(callView(before).outcome !== null);
        expect(callView(joinCalls(before, more)).outcome).not.toBeNull();
      }),
      RUNS,
    );
  });

  test('makes only records that keep the contract', () => {
    fc.assert(
      fc.property(facts, (known) => {
        const view = callView(known);
        expect(CallView.strict().parse(view)).toEqual(view);
      }),
      RUNS,
    );
  });

  test('tells of an end exactly once, however the events are batched', () => {
    const deliveries = histories.chain((events) => shuffledAndRepeated(events).chain(splits));
    fc.assert(
      fc.property(deliveries, (batches) => {
        let known: CallFacts | null = null;
        const types: string[] = [];
        for (const batch of batches) {
          const next: CallFacts = known ? joinCalls(known, fold(batch)) : fold(batch);
          types.push(...updatesOf(known, next));
          known = next;
        }
        const ends = types.filter((type) => type === 'call.ended').length;
        expect(ends).toBe(known !== null && callView(known).outcome !== null ? 1 : 0);
      }),
      RUNS,
    );
  });

  test('tells of nothing when nothing visible changed', () => {
    fc.assert(
      fc.property(facts, (known) => {
        expect(updatesOf(known, joinCalls(known, known))).toEqual([]);
      }),
      RUNS,
    );
  });
});

describe('examples', () => {
  test.each(steps.map((step) => [step.name, step] as const))('%s', (_name, step) => {
    let known: CallFacts | null = null;
    for (const [index, payload] of step.payloads.entries()) {
      const event = factsOf(JSON.stringify(payload));
      known = known ? joinCalls(known, event) : event;
      expect(callView(known)).toMatchObject(step.expected[index] ?? {});
    }
  });

  const callFlows = flows.filter(({ kind }) => kind === 'call');

  test.each(callFlows.map((flow) => [flow.name, flow] as const))('%s', (_name, flow) => {
    const legs = Map.groupBy(
      flow.events.map((payload) => factsOf(JSON.stringify(payload))),
      ({ callId }) => callId,
    );
    const folded = [...legs].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, events]) => fold(events));
    expect(folded.map(callView)).toEqual(flow.expected.calls);
    expect(folded.map(voicemailView).filter((view) => view !== null)).toEqual(
      flow.expected.voicemails,
    );
  });
});
