import { type Flow, flows, freshFlow } from '@dialpad-cti/core/fixtures';

import type { Story, Truth } from '../simulator.ts';
import type { SimulatorClock } from '../simulator-clock.ts';
import { createTruth } from './create-truth.ts';
import { storyOffsets } from './story-offsets.ts';
import { subscriptionKindOf } from './subscription-kind-of.ts';
import type { ToldEvent } from './told-event.ts';

export interface StoriesDeps {
  readonly clock: SimulatorClock;
  /** For each story a new one, which sees its events as they happen. */
  readonly openRecord: () => StoryRecord;
  readonly deliver: (event: ToldEvent) => void;
  /** Another story is told to its end. */
  readonly onTold: () => void;
}

export interface StoryRecord {
  readonly add: (event: ToldEvent) => void;
  /** Nothing comes any more. */
  readonly close: () => void;
  /** As if the story had never been. */
  readonly forget: () => void;
}

export interface PlayRequest {
  readonly scenario: string;
  /** Its gaps are divided by it; Infinity: all at once. */
  readonly speed: number;
  readonly newId: () => number;
}

export interface Stories {
  /** Names. */
  readonly scenarios: readonly string[];
  /** Throws a RangeError for a scenario that does not exist, and a speed that is not above 0. */
  readonly play: (request: PlayRequest) => Story;
  readonly truth: () => Truth;
  readonly unfinished: () => number;
}

export function createStories({ clock, openRecord, deliver, onTold }: StoriesDeps): Stories {
  const truth = createTruth(clock);
  let begun = 0;

  function tell(flow: Flow, offsets: readonly number[]): void {
    begun += 1;
    const moments = momentsOf(flow, { story: begun, beginsAt: clock.now(), offsets });
    const record = openRecord();
    const tellFrom = (first: number): void => {
      for (const [index, { at, event }] of moments.entries()) {
        if (index < first) continue;
        const wait = at - clock.now();
        if (wait > 0) {
          clock.after(wait, () => tellFrom(index));
          return;
        }
        record.add(event);
        deliver(event);
      }
      record.close();
      truth.end({ expected: flow.expected, forget: record.forget });
      onTold();
    };
    truth.begin();
    tellFrom(0);
  }

  return {
    scenarios: flows.map(({ name }) => name),
    play({ scenario, speed, newId }) {
      if (!(speed > 0)) throw new RangeError(`A speed is above 0, not ${speed}.`);
      const flow = flows.find(({ name }) => name === scenario);
      if (flow === undefined) throw new RangeError(`There is no scenario ${scenario}.`);
      const offsets = storyOffsets(flow.events, speed);
      const fresh = freshFlow(flow, { now: clock.now() + (offsets.at(-1) ?? 0), newId });
      tell(fresh, offsets);
      return {
        scenario,
        callIds: fresh.expected.calls.map((call) => call.dialpad_call_id),
        messageIds: fresh.expected.messages.map((message) => message.dialpad_message_id),
      };
    },
    truth: truth.read,
    unfinished: truth.unfinished,
  };
}

interface Moment {
  /** Epoch ms. */
  readonly at: number;
  readonly event: ToldEvent;
}

interface MomentOptions {
  readonly story: number;
  readonly beginsAt: number;
  readonly offsets: readonly number[];
}

function momentsOf(flow: Flow, { story, beginsAt, offsets }: MomentOptions): readonly Moment[] {
  return flow.events.flatMap((payload, index): Moment[] => {
    const kind = subscriptionKindOf(flow.expected.events[index]?.kind ?? 'other');
    if (kind === null) return [];
    return [{ at: beginsAt + (offsets[index] ?? 0), event: { kind, payload, story } }];
  });
}
