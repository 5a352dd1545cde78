-- Who did what, when and from where: for keys as before, and now for everything an operator does.

-- app_id may be unknown or one of several, so it leads no key.
CREATE TABLE audit_log (
  id         uuid PRIMARY KEY,
  at         timestamptz NOT NULL,
  action     text NOT NULL,
  actor      text NOT NULL,
  address    text,
  request_id text,
  app_id     uuid,
  subject_id text,
  name       text,
  count      integer NOT NULL DEFAULT 1
);

CREATE INDEX audit_log_by_age ON audit_log (at DESC, id DESC);
CREATE INDEX audit_log_of_app ON audit_log (app_id, at DESC, id DESC) WHERE app_id IS NOT NULL;

-- Entries of keys keep what they say; who made them was not written down then.
SELECT set_config('app.role', 'keeper', true);

INSERT INTO audit_log (id, at, action, actor, app_id, subject_id, name)
SELECT id, at, 'api-key.' || action, 'unknown', app_id, key_id, name
FROM api_key_audit_log;

DROP TABLE api_key_audit_log;

-- By the statement: row security lets a change see no rows, and it has to be refused all the same.
CREATE TRIGGER audit_log_is_append_only
  BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_log
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- The owner is who we connect as. It could take its rights back, but nothing that we run does.
REVOKE UPDATE, DELETE, TRUNCATE ON audit_log FROM CURRENT_USER;

ALTER TABLE audit_log ENABLE ROW LEVEL SECURITY;
ALTER TABLE audit_log FORCE ROW LEVEL SECURITY;

-- Beside the roles of 0004: desk is an operator who changes what became of events.
CREATE POLICY writer ON audit_log FOR INSERT
  WITH CHECK ((SELECT acting_role()) IN ('keeper', 'desk'));
CREATE POLICY reader ON audit_log FOR SELECT
  USING ((SELECT acting_role()) IN ('keeper', 'desk', 'operator'));
