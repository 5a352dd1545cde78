import { hmacKey, verifyHs256 } from '@dialpad-cti/core';
import { afterEach, describe, expect, test } from 'vitest';

import { createVirtualClock } from './clock/create-virtual-clock.ts';
import { openSimulator } from './open-simulator.ts';
import type { SimulatorOptions } from './simulator.ts';
import { ask, subscribe } from './testing/ask.test.support.ts';
import { openReceiver, type ReceiverOptions } from './testing/open-receiver.test.support.ts';
import { payloadOf } from './testing/payload-of.test.support.ts';

const START = Date.UTC(2031, 4, 6);
const HOUR = 3_600_000;
const AT_ONCE = { speed: Number.POSITIVE_INFINITY };

const closers: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0)) await close();
});

async function openStage(options: Partial<SimulatorOptions> = {}, receives: ReceiverOptions = {}) {
  const receiver = await openReceiver(receives);
  const simulator = await openSimulator({ seed: 1, ...options });
  closers.push(simulator.stop, receiver.close);
  await subscribe(simulator, `${receiver.url}/hook`);
  return { simulator, receiver };
}

describe('with the real clock', () => {
  test('tells what was subscribed to, signed, and settles', async () => {
    const { simulator, receiver } = await openStage();
    const call = simulator.play('01-inbound-answered-recorded-recap', AT_ONCE);
    const text = simulator.play('21-sms-outbound-status-delivered', AT_ONCE);
    simulator.play('30-agent-status', AT_ONCE);
    await simulator.settled();
    const events = receiver.heard.map(({ body }) => {
      const payload = verifyHs256(body, [hmacKey('a secret of the hook')])._unsafeUnwrap();
      return JSON.parse(Buffer.from(payload).toString());
    });
    expect(events).toHaveLength(12);
    const states = events.filter(({ call_id: id }) => id === Number(call.callIds[0]));
    expect(states.map(({ state }) => state).slice(0, 4)).toEqual([
      'ringing',
      'connected',
      'hangup',
      'recording',
    ]);
    const statuses = events.filter(({ id }) => id === Number(text.messageIds[0]));
    expect(statuses.map((one) => one.message_status)).toEqual(['pending', 'sent', 'delivered']);
    expect(simulator.deliveries()).toMatchObject({ events: 12, acknowledged: 12, pending: 0 });
    expect(simulator.truth()).toMatchObject({ unfinished: 0, voicemails: [] });
    expect(simulator.truth().calls[0]).toMatchObject({ dialpad_call_id: call.callIds[0] });
  });

  test('the last event of a story that was told at once is of now', async () => {
    const { simulator, receiver } = await openStage();
    const before = Date.now();
    simulator.play('02-inbound-missed-direct', AT_ONCE);
    await simulator.settled();
    const last = payloadOf(receiver.heard.at(-1)?.body ?? '')['event_timestamp'];
    expect(last).toBeGreaterThanOrEqual(before);
    expect(last).toBeLessThanOrEqual(Date.now());
  });

  test('settles at once when nothing goes on, and when it is stopped', async () => {
    const { simulator } = await openStage();
    await simulator.settled();
    simulator.play('01-inbound-answered-recorded-recap');
    expect(simulator.truth().unfinished).toBe(1);
    const settled = simulator.settled();
    await simulator.stop();
    await settled;
    await simulator.stop();
    await expect(fetch(simulator.url)).rejects.toThrow('fetch failed');
  });

  test('many at once are all heard', async () => {
    const { simulator, receiver } = await openStage();
    for (let number = 0; number < 100; number += 1) {
      simulator.play('02-inbound-missed-direct', AT_ONCE);
    }
    await simulator.settled();
    expect(receiver.heard).toHaveLength(300);
    expect(simulator.deliveries()).toMatchObject({ attempts: 300, acknowledged: 300 });
  });

  test('does not begin where somebody listens already', async () => {
    const { simulator } = await openStage();
    const port = Number(new URL(simulator.url).port);
    await expect(openSimulator({ seed: 1, port })).rejects.toThrow('EADDRINUSE');
  });
});

describe('with a clock that is moved', () => {
  async function openMoved(
    options: Partial<SimulatorOptions> = {},
    receives: ReceiverOptions = {},
  ) {
    const clock = createVirtualClock(START);
    const given = { hasLimits: false, clock, ...options };
    const stage = await openStage(given, { now: clock.now, ...receives });
    return { clock, ...stage };
  }

  test('each event comes at its time, and a lost one by the table', async () => {
    const refused: string[] = [];
    const { clock, simulator, receiver } = await openMoved(
      {},
      {
        reply({ body }) {
          if (payloadOf(body)['state'] !== 'hangup') return 200;
          refused.push(body);
          return 503;
        },
      },
    );
    simulator.play('02-inbound-missed-direct');
    await clock.advance(HOUR);
    const times = receiver.heard.map(({ at }) => at - START);
    const hangup = 24_710;
    expect(times).toEqual([0, 23_820, ...[0, 2, 6, 14].map((second) => hangup + second * 1000)]);
    expect(new Set(refused).size).toBe(1);
    expect(simulator.deliveries()).toMatchObject({ acknowledged: 2, lost: 1, pending: 0 });
    await simulator.settled();
  });

  test('the same seed makes the same company, keys and bytes', async () => {
    const lifeOf = async (seed: number) => {
      const faults = { drop: 0.1, duplicate: 0.1, reorder: 0.3, lateArtifactsMs: 5000 };
      const { clock, simulator, receiver } = await openMoved({ seed, faults });
      const stop = simulator.startTraffic({ callsPerMinute: 20, textsPerMinute: 20, speed: 50 });
      await clock.advance(60_000);
      stop();
      simulator.play('03-inbound-voicemail-with-transcription');
      await clock.advance(HOUR);
      await simulator.settled();
      const { company, apiKey, limitedApiKey, oauthClient } = simulator;
      // Deliveries of one moment come by connections of their own, in any order.
      const heard = receiver.heard.map(({ at, body }) => `${at} ${body}`).toSorted();
      const setUp = simulator.setUp().subscriptions;
      return {
        company,
        apiKey,
        limitedApiKey,
        oauthClient,
        heard,
        setUp,
        truth: simulator.truth(),
      };
    };
    const [one, again, other] = [await lifeOf(5), await lifeOf(5), await lifeOf(6)];
    expect(one.heard.length).toBeGreaterThan(100);
    expect(again).toEqual(one);
    expect(other.apiKey).not.toEqual(one.apiKey);
    expect(other.company).not.toEqual(one.company);
    expect(other.heard).not.toEqual(one.heard);
  });

  test('traffic disturbs no ids of others', async () => {
    const idsOf = async (callsPerMinute: number) => {
      const { clock, simulator } = await openMoved();
      simulator.startTraffic({ callsPerMinute, speed: 100 });
      await clock.advance(60_000);
      return [simulator.play('02-inbound-missed-direct'), simulator.setUp().webhooks[0]?.id];
    };
    expect(await idsOf(30)).toEqual(await idsOf(0));
  });

  test('traffic and what is played by hand are never about the same', async () => {
    const { clock, simulator } = await openMoved();
    simulator.startTraffic({ callsPerMinute: 30, textsPerMinute: 30, ...AT_ONCE });
    for (let number = 0; number < 30; number += 1)
      simulator.play('02-inbound-missed-direct', AT_ONCE);
    await clock.advance(60_000);
    const { calls, messages } = simulator.truth();
    const ids = [
      ...calls.map((call) => call['dialpad_call_id']),
      ...messages.map((message) => message['dialpad_message_id']),
    ];
    expect(ids.length).toBeGreaterThanOrEqual(90);
    expect(new Set(ids).size).toBe(ids.length);
  });

  test('settles when the story is told, not between two of its events', async () => {
    const { clock, simulator } = await openMoved();
    simulator.play('02-inbound-missed-direct');
    let isSettled = false;
    const settled = simulator.settled().then(() => {
      isSettled = true;
    });
    await clock.advance(24_709);
    expect([isSettled, simulator.deliveries().pending]).toEqual([false, 0]);
    await clock.advance(1);
    await settled;
    expect(simulator.deliveries().acknowledged).toBe(3);
  });

  test('nothing happens any more once it is stopped', async () => {
    const { clock, simulator, receiver } = await openMoved();
    simulator.play('02-inbound-missed-direct');
    simulator.startTraffic({ callsPerMinute: 30 });
    await clock.advance(100);
    await simulator.stop();
    const [deliveries, truth] = [simulator.deliveries(), simulator.truth()];
    await clock.advance(HOUR);
    expect(simulator.deliveries()).toEqual(deliveries);
    expect(simulator.truth()).toEqual(truth);
    expect(receiver.heard).toHaveLength(1);
  });

  test('a call that has ended is answered by the API, and its recording is there', async () => {
    const { clock, simulator } = await openMoved();
    const story = simulator.play('01-inbound-answered-recorded-recap');
    await clock.advance(10_000);
    expect(await ask(simulator, 'GET /api/v2/call')).not.toHaveProperty('items');
    await clock.advance(HOUR);
    const listed = await ask(simulator, 'GET /api/v2/call');
    const call = await ask(simulator, `GET /api/v2/call/${story.callIds[0]}`);
    expect(listed).toMatchObject({ items: [call] });
    expect(call).toMatchObject({ call_id: story.callIds[0], state: 'hangup' });
    const { pathname } = new URL(Object(call).recording_details[0].url);
    const audio = await fetch(`${simulator.url}${pathname}`, {
      headers: { authorization: `Bearer ${simulator.apiKey}` },
    });
    expect(audio.status).toBe(200);
    expect(Buffer.from(await audio.arrayBuffer()).toString('latin1', 0, 4)).toBe('RIFF');
    const transcript = await ask(simulator, `GET /api/v2/transcripts/${story.callIds[0]}`);
    expect(Object(transcript).lines.length).toBeGreaterThan(1);
  });

  test('what was told a day ago is forgotten, by the API as well', async () => {
    const { clock, simulator } = await openMoved();
    const [old] = simulator.play('01-inbound-answered-recorded-recap', AT_ONCE).callIds;
    await clock.advance(24 * HOUR);
    const [young] = simulator.play('02-inbound-missed-direct', AT_ONCE).callIds;
    expect(simulator.truth()).toMatchObject({ forgotten: 1, calls: [{ dialpad_call_id: young }] });
    const listed = await ask(simulator, 'GET /api/v2/call');
    expect(listed).toMatchObject({ items: [{ call_id: young }] });
    await expect(ask(simulator, `GET /api/v2/call/${old}`)).rejects.toThrow('404');
  });

  test('those whom a story names are users of the API', async () => {
    const { clock, simulator, receiver } = await openMoved();
    simulator.play('02-inbound-missed-direct', AT_ONCE);
    await clock.advance(0);
    const target = Object(payloadOf(receiver.heard[0]?.body ?? '')['target']);
    expect(await ask(simulator, `GET /api/v2/users/${target.id}`)).toMatchObject({
      display_name: target.name,
    });
  });

  test('an outage holds events up, and loses those that come back too late', async () => {
    const { clock, simulator, receiver } = await openMoved();
    simulator.outage(60_000);
    simulator.play('20-sms-inbound-to-user', AT_ONCE);
    simulator.play('02-inbound-missed-direct', AT_ONCE);
    await clock.advance(HOUR);
    expect(receiver.heard.map(({ at }) => at - START)).toEqual([90_000]);
    expect(simulator.deliveries()).toMatchObject({ acknowledged: 1, lost: 3, pending: 0 });
    await simulator.settled();
  });

  test('faults can be changed on the way', async () => {
    const { clock, simulator, receiver } = await openMoved({ faults: { drop: 1 } });
    simulator.play('02-inbound-missed-direct', AT_ONCE);
    await clock.advance(0);
    simulator.setFaults({ drop: 0 });
    simulator.play('02-inbound-missed-direct', AT_ONCE);
    await clock.advance(0);
    expect(receiver.heard).toHaveLength(3);
    expect(simulator.deliveries()).toMatchObject({ events: 6, dropped: 3, acknowledged: 3 });
  });

  test('what is set up is told, secrets included', async () => {
    const { simulator, receiver } = await openMoved();
    const { webhooks, subscriptions } = simulator.setUp();
    const [webhook] = webhooks;
    expect(webhook).toMatchObject({
      hookUrl: `${receiver.url}/hook`,
      secret: 'a secret of the hook',
    });
    expect(
      subscriptions.map(({ kind, endpointId, enabled }) => ({ kind, endpointId, enabled })),
    ).toEqual([
      { kind: 'call', endpointId: webhook?.id, enabled: true },
      { kind: 'sms', endpointId: webhook?.id, enabled: true },
    ]);
  });
});
