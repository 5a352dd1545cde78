-- Processes of the release before go on meanwhile. What they use and is changed from here on is locked
-- first, in the order in which their transactions do; what cannot be had at once is given back, so that
-- nobody waits behind this for long, and migrate tries again.
SET LOCAL lock_timeout = '400ms';
LOCK TABLE ONLY event_digests IN SHARE MODE;
LOCK TABLE ONLY webhook_events, ONLY apps, ONLY dialpad_webhooks, ONLY calls, ONLY updates, ONLY audit_log
  IN ACCESS EXCLUSIVE MODE;

-- What is meant to be set up in Dialpad for hooks of ours, and how far that has come. A hook without
-- a row here is on our side only.

-- Dialpad posts to base_url, a slash and hook_id. wanted: an array of terms, as core reads it.
CREATE TABLE dialpad_registrations (
  app_id     uuid NOT NULL,
  hook_id    text NOT NULL,
  base_url   text NOT NULL,
  webhook_id text,
  state      text NOT NULL,
  created_at timestamptz NOT NULL,
  wanted     json NOT NULL,
  PRIMARY KEY (app_id, hook_id),
  UNIQUE (app_id, base_url),
  FOREIGN KEY (app_id, hook_id) REFERENCES dialpad_webhooks (app_id, hook_id) ON DELETE CASCADE
);

-- Found by the hook alone, which dialpad_webhooks keeps unique.
CREATE INDEX dialpad_registrations_by_hook ON dialpad_registrations (hook_id);
CREATE INDEX dialpad_registrations_by_webhook ON dialpad_registrations (app_id, webhook_id)
  WHERE webhook_id IS NOT NULL;

CREATE TABLE dialpad_subscriptions (
  app_id          uuid NOT NULL,
  hook_id         text NOT NULL,
  kind            text NOT NULL,
  subscription_id text NOT NULL,
  PRIMARY KEY (app_id, hook_id, kind),
  FOREIGN KEY (app_id, hook_id) REFERENCES dialpad_registrations (app_id, hook_id) ON DELETE CASCADE
);

ALTER TABLE dialpad_registrations ENABLE ROW LEVEL SECURITY;
ALTER TABLE dialpad_registrations FORCE ROW LEVEL SECURITY;
CREATE POLICY keeper ON dialpad_registrations USING ((SELECT acting_role()) = 'keeper');

ALTER TABLE dialpad_subscriptions ENABLE ROW LEVEL SECURITY;
ALTER TABLE dialpad_subscriptions FORCE ROW LEVEL SECURITY;
CREATE POLICY keeper ON dialpad_subscriptions USING ((SELECT acting_role()) = 'keeper');
