-- Apps (tenants), what proves who somebody is, and the roles that row-level security tells apart.

-- Both are set per transaction (SET LOCAL). Nothing set means nothing seen.
CREATE FUNCTION acting_tenant() RETURNS uuid
  LANGUAGE sql STABLE PARALLEL SAFE
  AS $$ SELECT nullif(current_setting('app.tenant', true), '')::uuid $$;

CREATE FUNCTION acting_role() RETURNS text
  LANGUAGE sql STABLE PARALLEL SAFE
  AS $$ SELECT nullif(current_setting('app.role', true), '') $$;

CREATE TABLE apps (
  app_id     uuid PRIMARY KEY,
  name       text NOT NULL,
  is_active  boolean NOT NULL DEFAULT true,
  created_at timestamptz NOT NULL
);

CREATE INDEX apps_by_age ON apps (created_at DESC, app_id DESC);

-- One row an app. Whoever locks it is the only writer of that app's records and updates.
-- It changes with every batch: room on the page keeps those updates out of the index.
CREATE TABLE app_streams (
  app_id    uuid PRIMARY KEY REFERENCES apps,
  epoch     uuid NOT NULL,
  position  bigint NOT NULL DEFAULT 0,
  served_at timestamptz NOT NULL DEFAULT '-infinity'
) WITH (fillfactor = 50);

-- Found by key_id alone, before any app is known; app_id leads all the same (design 3.3).
CREATE TABLE api_keys (
  app_id       uuid NOT NULL REFERENCES apps,
  key_id       text NOT NULL UNIQUE,
  name         text NOT NULL,
  digest       bytea NOT NULL,
  pepper_id    text NOT NULL,
  hash         text NOT NULL,
  created_at   timestamptz NOT NULL,
  expires_at   timestamptz,
  revoked_at   timestamptz,
  last_used_at timestamptz,
  PRIMARY KEY (app_id, key_id)
);

-- A key that is being rotated out has an end, and shares its name with its successor until then.
CREATE UNIQUE INDEX api_keys_live_name ON api_keys (app_id, name)
  WHERE revoked_at IS NULL AND expires_at IS NULL;

CREATE TABLE api_key_audit_log (
  app_id uuid NOT NULL,
  id     uuid NOT NULL,
  key_id text NOT NULL,
  name   text NOT NULL,
  action text NOT NULL,
  at     timestamptz NOT NULL,
  PRIMARY KEY (app_id, id)
);

CREATE FUNCTION refuse_change() RETURNS trigger
  LANGUAGE plpgsql
  AS $$ BEGIN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = '42501'; END $$;

CREATE TRIGGER api_key_audit_log_rows
  BEFORE UPDATE OR DELETE ON api_key_audit_log
  FOR EACH ROW EXECUTE FUNCTION refuse_change();

CREATE TRIGGER api_key_audit_log_table
  BEFORE TRUNCATE ON api_key_audit_log
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- Secrets are sealed (AES-256-GCM: nonce, ciphertext, tag) under the key that *_key_id names.
CREATE TABLE dialpad_webhooks (
  app_id                 uuid NOT NULL REFERENCES apps,
  hook_id                text NOT NULL UNIQUE,
  secret                 bytea NOT NULL,
  secret_key_id          text NOT NULL,
  previous_secret        bytea,
  previous_secret_key_id text,
  previous_secret_until  timestamptz,
  created_at             timestamptz NOT NULL,
  PRIMARY KEY (app_id, hook_id)
);

-- Which keys the sealed columns and key digests need: a start with others must not go on.
CREATE TABLE key_fingerprints (
  purpose     text NOT NULL,
  key_id      text NOT NULL,
  fingerprint bytea NOT NULL,
  first_seen  timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (purpose, key_id)
);

-- One row. Every change that may take a right away raises it.
CREATE TABLE credentials_epoch (
  is_only_row boolean PRIMARY KEY DEFAULT true CHECK (is_only_row),
  epoch       bigint NOT NULL
);

INSERT INTO credentials_epoch (epoch) VALUES (0);
