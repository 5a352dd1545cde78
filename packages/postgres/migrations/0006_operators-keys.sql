-- Keys that are rotated, and lists of keys and hooks.

-- A key that was replaced opens until its overlap ends; it shares its name with its successor.
ALTER TABLE api_keys ADD COLUMN replaced_at timestamptz;

DROP INDEX api_keys_live_name;
CREATE UNIQUE INDEX api_keys_current_name ON api_keys (app_id, name)
  WHERE revoked_at IS NULL AND replaced_at IS NULL;

CREATE INDEX api_keys_by_age ON api_keys (app_id, created_at DESC, key_id DESC);
CREATE INDEX dialpad_webhooks_by_age ON dialpad_webhooks (created_at DESC, hook_id DESC);
