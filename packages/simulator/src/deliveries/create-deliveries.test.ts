import { hmacKey, verifyHs256 } from '@dialpad-cti/core';
import { describe, expect, test } from 'vitest';

import { eventOf, openDeliveryStage } from '../testing/open-delivery-stage.test.support.ts';
import { payloadOf } from '../testing/payload-of.test.support.ts';
import { HOOK_SECRET } from '../testing/subscribed-world.test.support.ts';

const HOUR = 3_600_000;

/** Of the event loop. */
async function takeTurns(count: number): Promise<void> {
  for (let turn = 0; turn < count; turn += 1) await new Promise(setImmediate);
}

describe('what is posted', () => {
  test('is a bare token that the secret signs, ids being numbers in it', async () => {
    const { clock, receiver, deliveries } = await openDeliveryStage();
    const event = eventOf('call', { name: 'Zoë' });
    deliveries.deliver(event);
    await clock.advance(0);
    const [heard] = receiver.heard;
    expect(heard?.path).toBe('/hook');
    expect(heard?.headers['content-type']).toBe('application/jwt');
    const [header = ''] = heard?.body.split('.') ?? [];
    expect(Buffer.from(header, 'base64url').toString()).toBe('{"alg":"HS256","typ":"JWT"}');
    const payload = verifyHs256(heard?.body ?? '', [hmacKey(HOOK_SECRET)])._unsafeUnwrap();
    expect(Buffer.from(payload).toString()).toBe(JSON.stringify(event.payload));
  });

  test('is plain JSON where the webhook has no secret', async () => {
    const { clock, receiver, deliveries } = await openDeliveryStage({ secret: null });
    deliveries.deliver(eventOf('call'));
    await clock.advance(0);
    expect(receiver.heard[0]?.headers['content-type']).toBe('application/json');
    expect(receiver.heard[0]?.body).toBe(JSON.stringify(eventOf('call').payload));
  });

  test('comes once for each subscription that asks for it', async () => {
    const twice = [{}, { options: { call_states: ['ringing'] } }, { enabled: false }];
    const { clock, receiver, deliveries } = await openDeliveryStage({ subscriptions: twice });
    deliveries.deliver(eventOf('call'));
    await clock.advance(0);
    expect(receiver.heard).toHaveLength(2);
    expect(deliveries.counts()).toMatchObject({ events: 1, acknowledged: 2 });
  });

  test('goes nowhere when nobody asks, and when the webhook is gone', async () => {
    const subscriptions = [{ endpointId: '2' }, { endpointId: null }, { kind: 'sms' as const }];
    const { clock, receiver, deliveries } = await openDeliveryStage({ subscriptions });
    deliveries.deliver(eventOf('call'));
    await clock.advance(0);
    expect(receiver.heard).toEqual([]);
    expect(deliveries.counts()).toMatchObject({ events: 0, attempts: 0, pending: 0 });
  });
});

describe('retries, by the clock', () => {
  test.each([
    ['call', [0, 2, 6, 14]],
    ['sms', [0, 30, 90, 210, 450, 930, 1890, 3810, 7410, 11010, 14610]],
    ['agent_status', [0, 0.1, 0.3, 0.7, 1.5]],
    ['contact', [0, 0.1, 0.3, 0.7, 1.5]],
    ['changelog', [0, 0.1, 0.3, 0.7, 1.5]],
  ] as const)('%s after 503s: tries at %j s, of the same bytes', async (kind, seconds) => {
    const { clock, receiver, deliveries, secondsHeard } = await openDeliveryStage({
      reply: () => 503,
    });
    deliveries.deliver(eventOf(kind));
    await clock.advance(24 * HOUR);
    expect(secondsHeard()).toEqual(seconds);
    expect(new Set(receiver.heard.map(({ body }) => body)).size).toBe(1);
    expect(deliveries.counts()).toEqual({
      events: 1,
      attempts: seconds.length,
      acknowledged: 0,
      dropped: 0,
      lost: 1,
      pending: 0,
    });
  });

  test('end with the first 2xx', async () => {
    const statuses = [503, 500, 204];
    const stage = await openDeliveryStage({ reply: () => statuses.shift() ?? 500 });
    stage.deliveries.deliver(eventOf('call'));
    await stage.clock.advance(HOUR);
    expect(stage.secondsHeard()).toEqual([0, 2, 6]);
    expect(stage.deliveries.counts()).toMatchObject({ acknowledged: 1, lost: 0, pending: 0 });
  });

  test.each([400, 401, 404, 429])('there are none after a %i', async (status) => {
    const { clock, deliveries, secondsHeard } = await openDeliveryStage({ reply: () => status });
    deliveries.deliver(eventOf('sms'));
    await clock.advance(24 * HOUR);
    expect(secondsHeard()).toEqual([0]);
    expect(deliveries.counts()).toMatchObject({ attempts: 1, lost: 1, pending: 0 });
  });

  test('a cut connection: two more at once, and the event is lost', async () => {
    const { clock, deliveries, secondsHeard } = await openDeliveryStage({ reply: () => 'cut' });
    deliveries.deliver(eventOf('sms'));
    await clock.advance(24 * HOUR);
    expect(secondsHeard()).toEqual([0, 0, 0]);
    expect(deliveries.counts()).toMatchObject({ attempts: 3, lost: 1, pending: 0 });
  });

  test('no answer in time: two more at once, and the event is lost', async () => {
    const { clock, deliveries, secondsHeard } = await openDeliveryStage({
      reply: () => 'never',
      timeoutMs: 40,
    });
    deliveries.deliver(eventOf('call'));
    await clock.advance(24 * HOUR);
    expect(secondsHeard()).toEqual([0, 0, 0]);
    expect(deliveries.counts()).toMatchObject({ attempts: 3, lost: 1, pending: 0 });
  });

  test.each(['http://127.0.0.1:1/', 'not an address'])('nobody at %s: three tries', async (url) => {
    const { clock, deliveries } = await openDeliveryStage({ hookUrl: url });
    deliveries.deliver(eventOf('call'));
    await clock.advance(HOUR);
    expect(deliveries.counts()).toMatchObject({ attempts: 3, lost: 1, pending: 0 });
  });

  test('a redirect is not followed', async () => {
    const { clock, receiver, deliveries } = await openDeliveryStage({ reply: () => 307 });
    deliveries.deliver(eventOf('call'));
    await clock.advance(HOUR);
    expect(receiver.heard).toHaveLength(1);
  });
});

describe('an outage', () => {
  test('is a 503 to each try in it, without the receiver seeing any', async () => {
    const { clock, deliveries, secondsHeard } = await openDeliveryStage();
    deliveries.outage(10_000);
    deliveries.deliver(eventOf('call'));
    await clock.advance(HOUR);
    expect(secondsHeard()).toEqual([14]);
    expect(deliveries.counts()).toMatchObject({ attempts: 4, acknowledged: 1, lost: 0 });
  });

  test('of more than 14 s loses a call event, and no text', async () => {
    const { clock, deliveries, secondsHeard } = await openDeliveryStage();
    deliveries.outage(14_001);
    deliveries.deliver(eventOf('call'));
    deliveries.deliver(eventOf('sms'));
    await clock.advance(HOUR);
    expect(secondsHeard()).toEqual([30]);
    expect(deliveries.counts()).toMatchObject({ acknowledged: 1, lost: 1, pending: 0 });
  });
});

describe('order and load', () => {
  test('a story is heard in its order, however slow some answers are', async () => {
    let held = 0;
    const reply = async () => {
      held += 1;
      await takeTurns((held % 3) * 4);
      return 200;
    };
    const { clock, receiver, deliveries } = await openDeliveryStage({ reply });
    for (let step = 0; step < 20; step += 1) {
      for (let story = 1; story <= 5; story += 1) {
        deliveries.deliver(eventOf('call', { call_id: story, event_timestamp: step }, story));
      }
    }
    await clock.advance(0);
    const heard = receiver.heard.map(({ body }) => payloadOf(body));
    for (let story = 1; story <= 5; story += 1) {
      const steps = heard
        .filter((event) => event['call_id'] === story)
        .map((event) => event['event_timestamp']);
      expect(steps).toEqual(Array.from({ length: 20 }, (_, step) => step));
    }
  });

  test('at most 32 are on their way at a time', async () => {
    let [open, most] = [0, 0];
    const gate = Promise.withResolvers<void>();
    const reply = async () => {
      open += 1;
      most = Math.max(most, open);
      // Turns enough for one more to come in, if it were sent.
      if (open === 32) void takeTurns(200).then(gate.resolve);
      await gate.promise;
      open -= 1;
      return 200;
    };
    const { clock, deliveries } = await openDeliveryStage({ reply });
    for (let story = 1; story <= 100; story += 1) {
      deliveries.deliver(eventOf('call', {}, story));
    }
    await clock.advance(0);
    expect(most).toBe(32);
    expect(deliveries.counts().acknowledged).toBe(100);
  });

  test('what stops is cut, and sends nothing any more', async () => {
    const stage = await openDeliveryStage({ reply: () => 'never' });
    for (let story = 1; story <= 50; story += 1)
      stage.deliveries.deliver(eventOf('call', {}, story));
    const moved = stage.clock.advance(0);
    while (stage.receiver.heard.length < 32) await new Promise(setImmediate);
    stage.deliveries.stop();
    await moved;
    stage.deliveries.deliver(eventOf('call', {}, 51));
    await stage.clock.advance(HOUR);
    expect(stage.receiver.heard).toHaveLength(32);
  });
});
