import assert from 'node:assert/strict';

import fc from 'fast-check';

import { planBatch } from '../use-cases/plan-batch.ts';
import { eventStreams, type Sent } from './arbitraries/event-streams.ts';
import { allRows } from './harness/all-rows.ts';
import { answered } from './harness/answered.ts';
import { newEventOf } from './harness/new-event-of.ts';
import { type AppUnderTest, openApp } from './harness/open-app.ts';
import { numbers } from './harness/payloads.ts';
import { processAll } from './harness/process-all.ts';
import { sampleAct } from './harness/sample-act.ts';
import { storedViews } from './harness/views-of.ts';
import type { Law } from './law.ts';
import { openMemorySubject } from './memory-subject.ts';
import type { StorageSubject } from './storage-subject.ts';

const APPS = 2;

/** One storage and its apps. The memory adapter's stands as the model. */
interface World {
  readonly subject: StorageSubject;
  readonly apps: readonly AppUnderTest[];
}

/** One law over all ports of a storage at once. */
export const modelLaw: Law<StorageSubject> = {
  name: 'any sequence of operations gives what the memory adapter gives',
  check: async (open) => {
    const subject = await open();
    await fc.assert(
      fc.asyncProperty(fc.commands(COMMANDS, { maxCommands: 12 }), async (commands) => {
        const [model, real] = [
          await openWorld(await openMemorySubject()),
          await openWorld(subject),
        ];
        await fc.asyncModelRun(() => ({ model, real }), commands);
        for (const index of numbers(APPS)) await setActive([model, real], index - 1, true);
        await processEverything([model, real]);
      }),
      { numRuns: 12, endOnFailure: true },
    );
  },
};

async function openWorld(subject: StorageSubject): Promise<World> {
  return { subject, apps: await Promise.all(numbers(APPS).map(() => openApp(subject))) };
}

type Worlds = readonly [model: World, real: World];

const COMMANDS = [
  eventStreams(APPS).map((sent) => command('append', (worlds) => append(worlds, sent))),
  fc.constant(command('process', processEverything)),
  fc
    .constantFrom('hangup', 'ringing', '"message_status"')
    .map((word) => command(`fail ${word}`, (worlds) => processFailing(worlds, word))),
  fc
    .tuple(fc.nat(APPS - 1), fc.boolean())
    .map(([app, isActive]) =>
      command(`active ${app} ${isActive}`, (worlds) => setActive(worlds, app, isActive)),
    ),
];

/** Shown by its label when a law fails. */
function command(
  label: string,
  run: (worlds: Worlds) => Promise<void>,
): fc.AsyncCommand<World, World> {
  return {
    check: () => true,
    run: (model, real) => run([model, real]),
    toString: () => label,
  };
}

async function append(worlds: Worlds, sent: readonly Sent[]): Promise<void> {
  await assertSame(worlds, async ({ subject, apps }) => {
    const events = sent.flatMap(({ app, payload }) => {
      const to = apps[app];
      return to === undefined ? [] : newEventOf(to, payload);
    });
    const answers = await answered(subject.eventStore.append(events));
    return answers.map(({ isDuplicate }) => isDuplicate);
  });
}

async function processEverything(worlds: Worlds): Promise<void> {
  for (const { subject } of worlds) {
    await subject.skipWaits();
    await processAll(subject, { limit: 500 });
  }
  await assertSame(worlds, everythingOf);
}

async function processFailing(worlds: Worlds, word: string): Promise<void> {
  for (const { subject } of worlds) {
    await subject.skipWaits();
    await processAll(subject, {
      limit: 500,
      plan: (events) => {
        if (events.some(({ payload }) => payload.includes(word))) throw new Error(word);
        return planBatch(events);
      },
    });
  }
  await assertSame(worlds, everythingOf);
}

async function setActive(worlds: Worlds, app: number, isActive: boolean): Promise<void> {
  for (const { subject, apps } of worlds) {
    await answered(subject.keyStore.setAppActive(apps[app]?.appId ?? '', isActive, sampleAct));
  }
}

async function assertSame(
  [model, real]: Worlds,
  look: (world: World) => Promise<unknown>,
): Promise<void> {
  assert.deepEqual(await look(real), await look(model));
}

/** All that can be read of every app, without ids and times that each storage makes for itself. */
function everythingOf({ subject, apps }: World): Promise<unknown> {
  return Promise.all(
    apps.map(async ({ appId }) => {
      const { eventStore, updateLog } = subject;
      const events = await allRows((page) => eventStore.events({ appId }, page));
      const updates = await answered(updateLog.readAfter(appId, 0, 10_000));
      return {
        views: await storedViews(subject, appId),
        position: (await answered(updateLog.head(appId)))?.position,
        events: sorted(
          events.map(({ kind, type, dialpadEventId, state, deliveries, occurredAt }) => [
            kind,
            type,
            dialpadEventId,
            state,
            deliveries,
            occurredAt,
          ]),
        ),
        updates: sorted(
          updates.map(({ type, data }) => [
            type,
            { ...data, id: '', call_id: '', created_at: '', updated_at: '' },
          ]),
        ),
      };
    }),
  );
}

/** Within a batch any order of records is right. */
function sorted(rows: readonly unknown[]): readonly string[] {
  return rows.map((row) => JSON.stringify(row)).sort();
}
