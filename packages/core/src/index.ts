export * from './at-dialpad.ts';
export type { Act } from './domain/act.ts';
export type {
  ApiKeyRecord,
  ApiKeyState,
  ApiKeyStatus,
  Principal,
  StoredApiKey,
} from './domain/api-key.ts';
export { API_KEY_STATES } from './domain/api-key.ts';
export type { App } from './domain/app.ts';
export type { AuditAction, AuditEntry } from './domain/audit-entry.ts';
export { AUDIT_ACTIONS } from './domain/audit-entry.ts';
export {
  Call,
  CallOutcome,
  CallStatus,
  CallView,
  CallVoicemail,
  LIVE_STATUSES,
  Recap,
  Recording,
  STALE_AFTER_MS,
} from './domain/call.ts';
export type {
  CallFacts,
  CallValues,
  RecordingFacts,
  RecordingValues,
} from './domain/call-facts.ts';
export { CALL_STATES, type CallState } from './domain/call-state.ts';
export type { DialpadEvent, EventKind, NewEvent, StoredEvent } from './domain/event.ts';
export { EVENT_KINDS } from './domain/event.ts';
export {
  DEFAULT_HOOK_ID,
  EVENT_SOURCES,
  type EventSource,
  type Hook,
  type HookSecret,
  type HookStatus,
  INFERENCE_HOOK_ID,
  RECONCILIATION_HOOK_ID,
  sourceOf,
} from './domain/hook.ts';
export { Media, Message, MessageStatus, MessageView } from './domain/message.ts';
export type { MessageFacts, MessageProgress, MessageValues } from './domain/message-facts.ts';
export { Contact, Target, User } from './domain/party.ts';
export type { RecordEnvelope } from './domain/record-envelope.ts';
export {
  DialpadId,
  Direction,
  Milliseconds,
  RecordId,
  Timestamp,
  timestampOf,
} from './domain/scalars.ts';
export { timeOfId } from './domain/time-of-id.ts';
export type {
  CallUpdateType,
  ConnectionNews,
  ConnectionUpdateType,
  MessageUpdateType,
  Position,
  Update,
  UpdateType,
  VoicemailUpdateType,
} from './domain/update.ts';
export { Voicemail, VoicemailView } from './domain/voicemail.ts';
export type { AuditFilter, AuditLog } from './ports/audit-log.ts';
export type { BroadcastError, Broadcaster } from './ports/broadcaster.ts';
export type {
  Discharged,
  EventDesk,
  Handled,
  HeldBody,
  HeldSelection,
  HeldState,
  ReleasableState,
  Slice,
} from './ports/event-desk.ts';
export { HELD_STATES } from './ports/event-desk.ts';
export type {
  Appended,
  BatchPlan,
  BatchReport,
  DeadReason,
  EventFilter,
  EventState,
  EventStatus,
  EventStore,
  HeldReason,
  LoadFacts,
  PlanBatch,
  QueueStatus,
  RecordChange,
  RecordKey,
  SetAside,
  SetAsideReason,
} from './ports/event-store.ts';
export {
  DEAD_REASONS,
  EVENT_STATES,
  MAX_ATTEMPTS,
  SET_ASIDE_REASONS,
} from './ports/event-store.ts';
export type {
  IdempotencyKeyReused,
  IdempotencyStore,
  KeptAnswer,
  OnceRequest,
} from './ports/idempotency-store.ts';
export { KEPT_ANSWER_MS } from './ports/idempotency-store.ts';
export type {
  AppNotFound,
  HookSecretRotation,
  KeyStore,
  KeyUse,
  NewApp,
  NewHook,
  PutApiKey,
  PutKey,
  Resealed,
  WhichKeys,
} from './ports/key-store.ts';
export { COUNT_CAP, type Keyset, type Page, type PageRequest } from './ports/page.ts';
export type { RateLimiter, RatePolicy, RateState } from './ports/rate-limiter.ts';
export type {
  CallEvent,
  CallQuery,
  MessageQuery,
  RecordReader,
  VoicemailQuery,
} from './ports/record-reader.ts';
export { CALL_SORTS, MESSAGE_SORTS, VOICEMAIL_SORTS } from './ports/record-reader.ts';
export type { SlowHash } from './ports/slow-hash.ts';
export type { StoreError } from './ports/store-error.ts';
export type { UpdateLog } from './ports/update-log.ts';
export { type NewApiKey, newApiKey, parseApiKey } from './use-cases/api-key.ts';
export {
  type AuthenticateAppKey,
  type AuthenticateAppKeyDeps,
  createAuthenticateAppKey,
  type KeyRefused,
} from './use-cases/authenticate-app-key.ts';
export type { RandomBytes } from './use-cases/base62.ts';
export { callRecord } from './use-cases/call-record.ts';
export { callView } from './use-cases/call-view.ts';
export {
  type HookSecretMalformed,
  type HookSecretTooShort,
  MIN_HOOK_SECRET_LENGTH,
} from './use-cases/choose-hook-secret.ts';
export {
  type CloseRotation,
  type CloseRotationsDeps,
  createCloseRotations,
  ROTATION_OVERLAP_MS,
} from './use-cases/close-rotations.ts';
export {
  type AppNameInvalid,
  type CreateApp,
  type CreateAppDeps,
  type CreatedApp,
  createCreateApp,
} from './use-cases/create-app.ts';
export {
  type CreatedHook,
  type CreateHook,
  type CreateHookDeps,
  type CreateHookError,
  createCreateHook,
  type HookRequest,
} from './use-cases/create-hook.ts';
export { foldCall, joinCalls } from './use-cases/fold-call.ts';
export { foldMessage, joinMessages } from './use-cases/fold-message.ts';
export { type HmacKey, hmacKey } from './use-cases/hmac-key.ts';
export {
  createHookDirectory,
  type FindHook,
  type HookDirectoryDeps,
  type HookNotFound,
  type KnownHook,
  type OpenRotation,
} from './use-cases/hook-directory.ts';
export { type MapEventError, mapEvent } from './use-cases/map-event.ts';
export { messageRecord } from './use-cases/message-record.ts';
export { messageView } from './use-cases/message-view.ts';
export { createPepper, type Pepper, type Peppers } from './use-cases/pepper.ts';
export { planBatch } from './use-cases/plan-batch.ts';
export {
  createProcessBatch,
  type ProcessBatch,
  type ProcessBatchDeps,
} from './use-cases/process-batch.ts';
export {
  createReceiveEvent,
  type Received,
  type ReceiveEvent,
  type ReceiveEventDeps,
  type ReceiveEventError,
} from './use-cases/receive-event.ts';
export {
  createReleaseEvents,
  type Released,
  type ReleaseEvents,
  type ReleaseEventsDeps,
  type ReleaseRefusal,
  type ReleaseRequest,
} from './use-cases/release-events.ts';
export {
  type ApiKeyRotation,
  createRotateApiKey,
  type KeyExpiryPast,
  type KeyNameInvalid,
  type RotateApiKey,
  type RotateApiKeyDeps,
  type RotatedApiKey,
} from './use-cases/rotate-api-key.ts';
export {
  createRotateHookSecret,
  type HookRotation,
  type RotatedHook,
  type RotateHookSecret,
  type RotateHookSecretDeps,
} from './use-cases/rotate-hook-secret.ts';
export {
  createKeyUseLog,
  type KeyUseLog,
  type KeyUseLogDeps,
} from './use-cases/track-key-use.ts';
export { trimToken } from './use-cases/trim-token.ts';
export { updatesOf } from './use-cases/updates-of.ts';
export { updatesOfMessage } from './use-cases/updates-of-message.ts';
export {
  type SignatureRefused,
  type SignatureRefusedReason,
  verifyHs256,
} from './use-cases/verify-jwt.ts';
export { voicemailRecord } from './use-cases/voicemail-record.ts';
export { voicemailView } from './use-cases/voicemail-view.ts';
export {
  CREDENTIALS_TRUST_MS,
  type CredentialsWatch,
  type CredentialsWatchDeps,
  createCredentialsWatch,
} from './use-cases/watch-credentials.ts';
