import type { Page, PageRequest, RecordReader } from '@dialpad-cti/core';

import { attempt } from '../attempt.ts';
import { isUuid } from '../is-uuid.ts';
import { isStorable } from './conditions.ts';
import { readCallEvents } from './read-call-events.ts';
import { NOWHERE, readActiveCalls, readCall, readCalls } from './read-calls.ts';
import type { ReadDeps } from './read-deps.ts';
import { readMessage, readMessages } from './read-messages.ts';
import { readVoicemail, readVoicemails } from './read-voicemails.ts';

/** An id that cannot be one of ours is answered like one that does not exist. */
export function createPostgresRecordReader(deps: ReadDeps): RecordReader {
  return {
    calls: (appId, query) =>
      attempt(async () => (isUuid(appId) ? readCalls(deps, appId, query) : emptyPage(query))),

    activeCalls: (appId, page) =>
      attempt(async () =>
        isUuid(appId)
          ? readActiveCalls(deps, appId, page)
          : { ...emptyPage<never>(page), stream: NOWHERE },
      ),

    call: (appId, id) =>
      attempt(async () => (isSearchable(appId, id) ? readCall(deps, appId, id) : null)),

    callEvents: (appId, id, page) =>
      attempt(async () =>
        isSearchable(appId, id) ? readCallEvents(deps, { appId, id }, page) : null,
      ),

    messages: (appId, query) =>
      attempt(async () => (isUuid(appId) ? readMessages(deps, appId, query) : emptyPage(query))),

    message: (appId, id) =>
      attempt(async () => (isSearchable(appId, id) ? readMessage(deps, appId, id) : null)),

    voicemails: (appId, query) =>
      attempt(async () => (isUuid(appId) ? readVoicemails(deps, appId, query) : emptyPage(query))),

    voicemail: (appId, id) =>
      attempt(async () => (isSearchable(appId, id) ? readVoicemail(deps, appId, id) : null)),
  };
}

function isSearchable(appId: string, id: string): boolean {
  return isUuid(appId) && isStorable(id);
}

function emptyPage<Row>({ count }: PageRequest): Page<Row> {
  return { rows: [], next: null, ...(count === true ? { total: 0 } : {}) };
}
