// What is done at Dialpad itself: its client, set-up, connections and reconciliation.
export type {
  Backfill,
  BackfillReason,
  BackfillState,
  LedgerHour,
  UnexplainedCall,
} from './domain/backfill.ts';
export { BACKFILL_REASONS, BACKFILL_STATES } from './domain/backfill.ts';
export type { ConnectionStatus } from './domain/connection.ts';
export type {
  DialpadCall,
  DialpadMedia,
  DialpadSubscription,
  DialpadUser,
  DialpadWebhook,
  SubscriptionKind,
  SubscriptionTerms,
  TranscriptLine,
} from './domain/dialpad.ts';
export { SUBSCRIPTION_KINDS } from './domain/dialpad.ts';
export type { Drift, KnownSubscription, Registration } from './domain/registration.ts';
export type {
  Authorisation,
  ChangedTokens,
  ConnectionStore,
  HeldTokens,
  MadeConnection,
  NewConnection,
  NewConnectLink,
  TokenChange,
} from './ports/connection-store.ts';
export type {
  CallWindow,
  DialpadAccount,
  DialpadClient,
  DialpadError,
  DialpadItems,
  NewDialpadSubscription,
  NewDialpadWebhook,
  OpenDialpad,
  TokenError,
  TokenSource,
} from './ports/dialpad-client.ts';
export type {
  AuthorizeRequest,
  CodeGrant,
  DialpadOAuth,
  DialpadTokens,
  OAuthError,
} from './ports/dialpad-oauth.ts';
export type {
  BackfillEnd,
  BackfillHold,
  BackfillProgress,
  HeldBackfill,
  NewBackfill,
  ReconciliationStore,
} from './ports/reconciliation-store.ts';
export type {
  Begun,
  Busy,
  NewRegistration,
  RegistrationStep,
  WebhookRegistry,
} from './ports/webhook-registry.ts';
export {
  applyTokenChange,
  type KeptTokens,
  newHeldTokens,
} from './use-cases/connect/apply-token-change.ts';
export type {
  AuthorisationRefused,
  ConnectApp,
  ConnectAppDeps,
  Disconnected,
  OAuthUnavailable,
} from './use-cases/connect/connect-app.ts';
export { createConnectApp } from './use-cases/connect/create-connect-app.ts';
export {
  createDialpadAccess,
  type DialpadAccess,
  type DialpadAccessDeps,
  type DialpadFor,
  type NotConnected,
  type RefreshReport,
} from './use-cases/connect/dialpad-access.ts';
export { createReconciliation } from './use-cases/reconcile/create-reconciliation.ts';
export {
  type BackfillSituation,
  type PlanBackfills,
  planBackfills,
} from './use-cases/reconcile/plan-backfills.ts';
export type {
  Reconciliation,
  ReconciliationDeps,
  SilentCalls,
} from './use-cases/reconcile/reconciliation.ts';
export { createWebhookSetup } from './use-cases/set-up/create-webhook-setup.ts';
export {
  DEFAULT_SUBSCRIPTIONS,
  type DialpadFault,
  type DriftReport,
  type NotRegistered,
  type RepairReport,
  type SetUp,
  type SetUpRequest,
  type SubscriptionLimit,
  type WebhookSecretDiffers,
  type WebhookSetup,
  type WebhookSetupDeps,
} from './use-cases/set-up/webhook-setup.ts';
