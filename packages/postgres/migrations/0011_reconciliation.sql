-- Walks along Dialpad's list of calls, and what they found.

CREATE TABLE backfills (
  app_id      uuid NOT NULL REFERENCES apps,
  id          uuid NOT NULL,
  reason      text NOT NULL,
  from_at     timestamptz NOT NULL,
  to_at       timestamptz NOT NULL,
  state       text NOT NULL DEFAULT 'queued',
  reached     timestamptz NOT NULL,
  listed      bigint NOT NULL DEFAULT 0,
  recovered   bigint NOT NULL DEFAULT 0,
  error       text,
  created_at  timestamptz NOT NULL,
  -- First taken; whose it is now, and until when nobody else gets it.
  begun_at    timestamptz,
  hold        uuid,
  held_until  timestamptz,
  finished_at timestamptz,
  PRIMARY KEY (app_id, id)
);

-- What nobody asked for is queued once an app and reason; the next one widens it.
CREATE UNIQUE INDEX backfills_queued ON backfills (app_id, reason)
  WHERE state = 'queued' AND reason <> 'operator';
-- Of an app one is in hand.
CREATE UNIQUE INDEX backfills_running ON backfills (app_id) WHERE state = 'running';
CREATE INDEX backfills_open ON backfills (state) WHERE state IN ('queued', 'running');
CREATE INDEX backfills_by_age ON backfills (app_id, created_at, id);
CREATE INDEX backfills_done ON backfills (app_id, to_at) WHERE state = 'done';

-- Hours that a walk saw in full after they were over, or may not see.
CREATE TABLE verified_hours (
  app_id   uuid NOT NULL REFERENCES apps,
  hour     timestamptz NOT NULL,
  standing text NOT NULL,
  PRIMARY KEY (app_id, hour)
);

CREATE TABLE unexplained_calls (
  app_id     uuid NOT NULL REFERENCES apps,
  call_id    text NOT NULL,
  reason     text NOT NULL,
  started_at timestamptz NOT NULL,
  PRIMARY KEY (app_id, call_id)
);

CREATE INDEX unexplained_calls_by_start ON unexplained_calls (app_id, started_at);

-- Repeated deliveries by the time of the first one, which its id tells. An event that came once, as
-- nearly all do, is not in it, and so pays for no index.
CREATE INDEX event_digests_repeated ON event_digests (app_id, event_id) WHERE deliveries > 1;

-- Beside the roles of before: reconciler compares our records with Dialpad's lists, for all apps. It
-- changes nothing but what it found itself.
DO $$
DECLARE
  name text;
BEGIN
  FOREACH name IN ARRAY ARRAY['backfills', 'verified_hours', 'unexplained_calls']
  LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', name);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', name);
    EXECUTE format(
      'CREATE POLICY tenant ON %I FOR SELECT USING (app_id = (SELECT acting_tenant()))', name);
    EXECUTE format(
      'CREATE POLICY reconciler ON %I USING ((SELECT acting_role()) = ''reconciler'')', name);
  END LOOP;

  FOREACH name IN ARRAY ARRAY['apps', 'calls', 'webhook_events']
  LOOP
    EXECUTE format(
      'CREATE POLICY reconciler ON %I FOR SELECT USING ((SELECT acting_role()) = ''reconciler'')',
      name);
  END LOOP;
END $$;

CREATE POLICY reconciler_writes ON audit_log FOR INSERT
  WITH CHECK ((SELECT acting_role()) = 'reconciler');
