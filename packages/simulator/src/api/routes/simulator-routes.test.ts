import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { type ApiRig, openApiRig } from '../api-rig.test.support.ts';

let rig: ApiRig;

beforeAll(async () => {
  rig = await openApiRig();
});
afterAll(() => rig.close());

const ask = (method: string, target: string, body?: unknown) =>
  rig.ask(method, target, { token: null, body });

describe('the stand-in’s own', () => {
  test('tells the truth, its deliveries and its scenarios to anybody', async () => {
    expect((await ask('GET', '/simulator/truth')).body).toMatchObject({ unfinished: 2 });
    expect((await ask('GET', '/simulator/deliveries')).body).toMatchObject({ attempts: 5 });
    expect((await ask('GET', '/simulator/scenarios')).body).toEqual({
      items: ['inbound-answered'],
    });
  });

  test('plays a scenario, at the speed that is wanted', async () => {
    const path = '/simulator/play/inbound-answered';
    const { body } = await ask('POST', path);
    expect(body).toEqual({ scenario: 'inbound-answered', callIds: ['1'], messageIds: [] });
    await ask('POST', `${path}?speed=Infinity`);
    await ask('POST', path, { speed: 4 });
    expect(rig.played.map(({ speed }) => speed)).toEqual([undefined, Infinity, 4]);
    for (const query of ['speed=0', 'speed=fast', 'speed=-1', 'speed=']) {
      expect((await ask('POST', `${path}?${query}`)).status).toBe(400);
    }
    expect((await ask('POST', '/simulator/play/nonsense')).status).toBe(404);
    expect(rig.played).toHaveLength(3);
  });
});
