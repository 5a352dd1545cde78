import type { Call } from '../../domain/call.ts';
import type { Message } from '../../domain/message.ts';
import type { Voicemail } from '../../domain/voicemail.ts';
import type { StorageSubject } from '../storage-subject.ts';
import { allRows } from './all-rows.ts';
import { openApp } from './open-app.ts';
import { processAll } from './process-all.ts';
import { send } from './send.ts';

export interface AppWithRecords {
  readonly appId: string;
  readonly calls: readonly Call[];
  readonly messages: readonly Message[];
  readonly voicemails: readonly Voicemail[];
}

/** A new app to which `payloads` came, and all its records. */
export async function openAppWithRecords(
  subject: StorageSubject,
  payloads: readonly string[],
): Promise<AppWithRecords> {
  const app = await openApp(subject);
  await send(subject, app, payloads);
  await processAll(subject);
  const { appId } = app;
  const { recordReader } = subject;
  return {
    appId,
    calls: await allRows((page) => recordReader.calls(appId, { ...page, sort: '-started_at' })),
    messages: await allRows((page) => recordReader.messages(appId, { ...page, sort: '-sent_at' })),
    voicemails: await allRows((page) =>
      recordReader.voicemails(appId, { ...page, sort: '-received_at' }),
    ),
  };
}
