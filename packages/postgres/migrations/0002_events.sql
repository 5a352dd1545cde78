-- What Dialpad sent, and the work that waits.

-- Insert-only. Ids are UUID v7, so a month of ids is a month of time; partitions are made ahead by
-- ensurePartitions, and the default one behind them takes whatever fits none.
-- The payload is text exactly as verified: jsonb would cost twice as much, round numbers, and
-- refuse \u0000.
CREATE TABLE webhook_events (
  app_id           uuid NOT NULL,
  id               uuid NOT NULL,
  occurred_at      timestamptz,
  received_at      timestamptz NOT NULL,
  hook_id          text NOT NULL,
  kind             text NOT NULL,
  event_type       text NOT NULL,
  dialpad_event_id text NOT NULL,
  subject_id       text,
  payload          text NOT NULL,
  PRIMARY KEY (app_id, id)
) PARTITION BY RANGE (id);

-- lz4 is quicker than the default, where this server was built with it.
DO $$
BEGIN
  IF EXISTS (
    SELECT FROM pg_settings
    WHERE name = 'default_toast_compression' AND 'lz4' = ANY (enumvals)
  ) THEN
    ALTER TABLE webhook_events ALTER COLUMN payload SET COMPRESSION lz4;
  END IF;
END $$;

-- The events of one call.
CREATE INDEX webhook_events_by_subject ON webhook_events (app_id, subject_id)
  WHERE subject_id IS NOT NULL;

-- The operator's list over all apps, newest first. Grows at its right edge only, which is cheap.
CREATE INDEX webhook_events_by_id ON webhook_events (id);

CREATE TABLE webhook_events_default PARTITION OF webhook_events DEFAULT;

-- Tells a repeated delivery, also long after its event is gone. digest: the first 16 bytes of the
-- payload's SHA-256.
CREATE TABLE event_digests (
  app_id     uuid NOT NULL,
  hook_id    text NOT NULL,
  digest     uuid NOT NULL,
  event_id   uuid NOT NULL,
  deliveries integer NOT NULL,
  last_at    timestamptz NOT NULL,
  PRIMARY KEY (app_id, hook_id, digest)
);

-- Narrow, and a row goes when its event is done, so the table stays small. A fixed threshold, since
-- a share of an empty table means nothing.
CREATE TABLE webhook_queue (
  app_id       uuid NOT NULL,
  event_id     uuid NOT NULL,
  run_at       timestamptz NOT NULL DEFAULT '-infinity',
  attempts     smallint NOT NULL DEFAULT 0,
  crashes      smallint NOT NULL DEFAULT 0,
  lone_crashes smallint NOT NULL DEFAULT 0,
  last_error   text,
  PRIMARY KEY (app_id, event_id)
) WITH (
  autovacuum_vacuum_scale_factor = 0,
  autovacuum_vacuum_threshold = 20000,
  autovacuum_vacuum_insert_scale_factor = 0,
  autovacuum_vacuum_insert_threshold = 20000
);

-- Events during which a worker died are taken apart from the others. Nearly always empty.
CREATE INDEX webhook_queue_crashed ON webhook_queue (app_id, event_id) WHERE crashes > 0;

-- What a worker is about to do, committed before it does it. A row whose worker is gone tells
-- during which events it died.
CREATE TABLE worker_batches (
  batch_id   uuid PRIMARY KEY,
  worker_id  bigint NOT NULL,
  app_ids    uuid[] NOT NULL,
  event_ids  uuid[] NOT NULL,
  started_at timestamptz NOT NULL DEFAULT now()
) WITH (
  autovacuum_vacuum_scale_factor = 0,
  autovacuum_vacuum_threshold = 1000
);

CREATE TABLE dead_letters (
  app_id     uuid NOT NULL,
  event_id   uuid NOT NULL,
  reason     text NOT NULL,
  attempts   smallint NOT NULL,
  last_error text,
  died_at    timestamptz NOT NULL,
  PRIMARY KEY (app_id, event_id)
);

-- Deliveries that cannot become events, byte for byte. app_id may be unknown, so it leads no key.
CREATE TABLE quarantine (
  id          uuid PRIMARY KEY,
  app_id      uuid,
  hook_id     text NOT NULL,
  reason      text NOT NULL,
  digest      uuid NOT NULL,
  deliveries  integer NOT NULL,
  received_at timestamptz NOT NULL,
  last_at     timestamptz NOT NULL,
  body        bytea NOT NULL,
  UNIQUE (hook_id, reason, digest)
);

-- Verified events of the plain path for which no app could be told.
CREATE TABLE unrouted_events (
  id          uuid PRIMARY KEY,
  app_id      uuid,
  hook_id     text NOT NULL,
  reason      text NOT NULL,
  digest      uuid NOT NULL,
  deliveries  integer NOT NULL,
  received_at timestamptz NOT NULL,
  last_at     timestamptz NOT NULL,
  body        bytea NOT NULL,
  UNIQUE (hook_id, reason, digest)
);
