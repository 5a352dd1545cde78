import type { DialpadId } from '../domain/scalars.ts';
import { createMemoryDialpad } from '../memory/dialpad.ts';
import type { DialpadSubject } from './dialpad-subject.ts';

const RECORDING = 'https://dialpad.com/r/5154076981198850';

/** A fresh Dialpad in memory as a subject of the laws. */
export async function openMemoryDialpadSubject(): Promise<DialpadSubject> {
  const dialpad = createMemoryDialpad();
  const bytes = Uint8Array.from({ length: 40 }, (_none, index) => index);
  dialpad.addAudio(RECORDING, { bytes, contentType: 'audio/wav' });
  let calls = 0;

  function concludeCall(): DialpadId {
    calls += 1;
    const callId = String(4_600_000_000_000_000 + calls);
    // By no rule in the order of their ids.
    const startedAt = Date.now() - 60_000 - ((calls * 7) % 50) * 1_000;
    dialpad.addCall({
      state: 'hangup',
      date_started: String(startedAt),
      date_ended: String(startedAt + 9_000),
      call_id: callId,
    });
    return callId;
  }

  return {
    open: dialpad.open,
    oauth: dialpad.oauth,
    token: dialpad.issueTokens().accessToken,
    limitedToken: dialpad.issueTokens(['calls:list', 'recordings_export']).accessToken,
    agree: async (url) => dialpad.agree(url),
    webhooks: async () => dialpad.webhooks(),
    subscriptions: async () => dialpad.subscriptions().map(({ id }) => id),
    concludeCalls: async (atLeast) => Array.from({ length: atLeast }, concludeCall),
    async transcribedCall() {
      const callId = concludeCall();
      const at = '2026-09-01T12:00:00.000Z';
      const line = { at, speaker: 'Ada', text: 'Hello', type: 'transcript', userId: null };
      dialpad.addTranscript(callId, [line, { ...line, type: 'moment' }, line]);
      return { callId, speech: 2 };
    },
    recording: async () => ({ url: RECORDING, size: bytes.length }),
    asked: async (method) => dialpad.asked().filter((one) => one === method).length,
    interrupt: (method, end) => dialpad.failNext(method, end),
    trouble: (requests) => dialpad.troubleNext(requests),
    close: async () => {},
  };
}
