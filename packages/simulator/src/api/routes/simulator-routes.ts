import { z } from 'zod';

import type { SeenRequest } from '../../simulator.ts';
import { type Answer, answered } from '../answer.ts';
import type { ApiDeps } from '../api-deps.ts';
import { parseBody, parseQuery } from '../parse-input.ts';
import { refuse } from '../refuse.ts';
import type { ApiRequest, OpenRoute } from '../route.ts';

/** Text in a query, a number in JSON; `Infinity` only as text. */
const asked = z.object({
  speed: z
    .union([z.number(), z.string().min(1).transform(Number)])
    .refine((speed) => speed > 0, 'must be a number above 0')
    .optional(),
});

/** The stand-in's own: what really happened, and a way to make more happen. */
export function simulatorRoutes(
  { truth, deliveries, play, scenarios }: ApiDeps,
  requests: () => readonly SeenRequest[],
): readonly OpenRoute[] {
  const begin = ({ params, query, body }: ApiRequest): Answer => {
    const scenario = params['scenario'] ?? '';
    if (!scenarios.includes(scenario)) return refuse(404, `scenario ${scenario} not found`);
    const inQuery = parseQuery(asked, query);
    if (!inQuery.ok) return inQuery.answer;
    const inBody = parseBody(asked, body);
    if (!inBody.ok) return inBody.answer;
    const speed = inQuery.value.speed ?? inBody.value.speed;
    return answered(play(scenario, speed === undefined ? {} : { speed }));
  };
  return [
    { method: 'GET', path: '/simulator/truth', answer: () => answered(truth()) },
    { method: 'GET', path: '/simulator/deliveries', answer: () => answered(deliveries()) },
    {
      method: 'GET',
      path: '/simulator/scenarios',
      answer: () => answered({ items: scenarios }),
    },
    {
      method: 'GET',
      path: '/simulator/requests',
      answer: () => answered({ items: requests() }),
    },
    { method: 'POST', path: '/simulator/play/:scenario', answer: begin },
  ];
}
