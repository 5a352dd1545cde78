import { createIdSource } from '../random/create-id-source.ts';
import type { Random } from '../random/create-random.ts';
import type { Simulator, Story } from '../simulator.ts';
import type { SimulatorClock } from '../simulator-clock.ts';
import type { PlayRequest } from '../stories/create-stories.ts';
import { scenariosOf } from './scenarios-of.ts';
import { spreadEvenly } from './spread-evenly.ts';

export interface StartTrafficDeps {
  readonly clock: SimulatorClock;
  readonly random: Random;
  readonly play: (request: PlayRequest) => Story;
}

/** Calls and texts come by streams of chance of their own: more of the one leaves the other alone. */
export function createStartTraffic({ clock, random, play }: StartTrafficDeps) {
  const newId = createIdSource(random, 'traffic');
  const [calls, texts] = [random.fork('traffic of calls'), random.fork('traffic of texts')];

  const startTraffic: Simulator['startTraffic'] = (traffic) => {
    const { callsPerMinute, textsPerMinute = 0, speed = 1, scenarios } = traffic;
    const playOneOf = (names: readonly string[], chance: Random) => () => {
      const scenario = names[chance.below(names.length)];
      if (scenario !== undefined) play({ scenario, speed, newId });
    };
    const callNames = scenariosOf('call', scenarios);
    const textNames = scenariosOf('message', scenarios);
    const stops = [
      spreadEvenly({
        clock,
        random: calls,
        perMinute: callsPerMinute,
        work: playOneOf(callNames, calls),
      }),
      spreadEvenly({
        clock,
        random: texts,
        perMinute: textsPerMinute,
        work: playOneOf(textNames, texts),
      }),
    ];
    return () => {
      for (const stop of stops) stop();
    };
  };
  return startTraffic;
}
