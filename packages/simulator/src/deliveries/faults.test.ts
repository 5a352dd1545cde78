import { describe, expect, test } from 'vitest';

import type { DeliveryFaults } from '../simulator.ts';
import {
  type DeliveryStageOptions,
  eventOf,
  openDeliveryStage,
  START,
} from '../testing/open-delivery-stage.test.support.ts';
import { payloadOf } from '../testing/payload-of.test.support.ts';

const HOUR = 3_600_000;

describe('faults', () => {
  const EVENTS = 300;

  async function heardWith(faults: Partial<DeliveryFaults>, options: DeliveryStageOptions = {}) {
    const stage = await openDeliveryStage({ faults, ...options });
    for (let number = 0; number < EVENTS; number += 1) {
      stage.deliveries.deliver(eventOf('call', { call_id: number }));
    }
    await stage.clock.advance(10_000);
    const ids = stage.receiver.heard.map(({ body }) => Number(payloadOf(body)['call_id']));
    return { ...stage, ids, counts: stage.deliveries.counts() };
  }

  test('without any, each is heard once and in order', async () => {
    const { ids } = await heardWith({});
    expect(ids).toEqual(Array.from({ length: EVENTS }, (_, number) => number));
  });

  test('dropped ones are never heard, about as many as asked for', async () => {
    const { ids, counts } = await heardWith({ drop: 0.25 });
    expect(counts.dropped).toBeGreaterThan(EVENTS * 0.15);
    expect(counts.dropped).toBeLessThan(EVENTS * 0.35);
    expect(ids).toHaveLength(EVENTS - counts.dropped);
    expect(counts).toMatchObject({ events: EVENTS, acknowledged: ids.length, pending: 0 });
  });

  test('duplicates are heard again, and counted as attempts alone', async () => {
    const { ids, counts, receiver } = await heardWith({ duplicate: 0.25 });
    expect(new Set(ids).size).toBe(EVENTS);
    expect(ids.length).toBeGreaterThan(EVENTS * 1.15);
    expect(ids.length).toBeLessThan(EVENTS * 1.35);
    expect(new Set(receiver.heard.map(({ body }) => body)).size).toBe(EVENTS);
    expect(counts).toMatchObject({ acknowledged: EVENTS, attempts: ids.length, pending: 0 });
  });

  test('some are overtaken, by at most 3 s', async () => {
    const { ids, secondsHeard } = await heardWith({ reorder: 0.25 });
    expect(ids).not.toEqual(ids.toSorted((left, right) => left - right));
    expect(new Set(ids).size).toBe(EVENTS);
    const late = secondsHeard().filter((second) => second > 0);
    expect(late.length).toBeGreaterThan(EVENTS * 0.15);
    expect(late.length).toBeLessThan(EVENTS * 0.35);
    expect(Math.max(...late)).toBeLessThanOrEqual(3);
  });

  test('are the same for the same seed', async () => {
    const all = { drop: 0.1, duplicate: 0.2, reorder: 0.3 };
    const [one, again, other] = [
      await heardWith(all, { seed: 1 }),
      await heardWith(all, { seed: 1 }),
      await heardWith(all, { seed: 2 }),
    ];
    expect(again.counts).toEqual(one.counts);
    expect(again.secondsHeard()).toEqual(one.secondsHeard());
    expect(other.secondsHeard()).not.toEqual(one.secondsHeard());
  });

  test('late artefacts come so much later; what else is told does not', async () => {
    const { clock, deliveries, receiver } = await openDeliveryStage({
      faults: { lateArtifactsMs: 60_000 },
    });
    const states = ['hangup', 'postcall', 'recording', 'recap_summary', 'voicemail_uploaded'];
    for (const state of states) deliveries.deliver(eventOf('call', { state }));
    await clock.advance(HOUR);
    const told = receiver.heard.map(({ at, body }) => [payloadOf(body)['state'], at - START]);
    expect(told).toEqual([
      ['hangup', 0],
      ['postcall', 0],
      ['recording', 60_000],
      ['recap_summary', 60_000],
      ['voicemail_uploaded', 60_000],
    ]);
  });
});
