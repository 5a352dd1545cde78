-- OAuth connections of apps, and what leads to one.

-- Tokens are sealed, as the secrets of hooks are. Whoever locks a row is the only one who may have
-- Dialpad renew its tokens: each refresh token is good for one use.
CREATE TABLE dialpad_connections (
  app_id               uuid PRIMARY KEY REFERENCES apps,
  company_id           text,
  user_id              text,
  office_id            text,
  scopes               text[] NOT NULL,
  state                text NOT NULL,
  access_token         bytea,
  access_token_key_id  text,
  refresh_token        bytea,
  refresh_token_key_id text,
  expires_at           timestamptz,
  obtained_at          timestamptz NOT NULL,
  unclear_refreshes    integer NOT NULL DEFAULT 0,
  last_unclear_at      timestamptz,
  connected_at         timestamptz NOT NULL,
  refreshed_at         timestamptz,
  CHECK (state IN ('connected', 'reauthorisation_needed')),
  CHECK ((state = 'connected') = (access_token IS NOT NULL)),
  CHECK (state = 'connected' OR refresh_token IS NULL),
  CHECK ((access_token IS NULL) = (access_token_key_id IS NULL)),
  CHECK ((refresh_token IS NULL) = (refresh_token_key_id IS NULL))
);

-- Both are found by a digest alone, before any app is known, and go when they are taken. The texts
-- that they are the digests of are kept nowhere.
CREATE TABLE dialpad_authorisations (
  state_digest         text PRIMARY KEY,
  app_id               uuid NOT NULL REFERENCES apps,
  browser_digest       text NOT NULL,
  code_verifier        bytea NOT NULL,
  code_verifier_key_id text NOT NULL,
  redirect_uri         text NOT NULL,
  scopes               text[] NOT NULL,
  until                timestamptz NOT NULL
);

CREATE TABLE connect_links (
  digest text PRIMARY KEY,
  app_id uuid NOT NULL REFERENCES apps,
  until  timestamptz NOT NULL
);

-- Those whose time is over go in passing.
CREATE INDEX dialpad_authorisations_by_end ON dialpad_authorisations (until);
CREATE INDEX connect_links_by_end ON connect_links (until);

DO $$
DECLARE
  name text;
BEGIN
  FOREACH name IN ARRAY ARRAY['dialpad_connections', 'dialpad_authorisations', 'connect_links']
  LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', name);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', name);
    EXECUTE format(
      'CREATE POLICY keeper ON %I USING ((SELECT acting_role()) = ''keeper'')', name);
  END LOOP;
END $$;

-- A keeper also tells the app's clients that its link to Dialpad has changed. It numbers that update
-- as a worker does: by the lock on the app's stream.
CREATE POLICY keeper ON updates FOR INSERT WITH CHECK ((SELECT acting_role()) = 'keeper');
