-- Records, and the updates that tell clients of their changes.

-- facts is what the events come to so far, as core joins it: never read or compared in SQL. The
-- columns beside it are for finding and sorting; what clients see is made from the facts in core.
--
-- Each index costs every insert. Kept: the two keys, the list by time, the live board (partial, so
-- nearly free), and a user's list. Not kept: duration and quality, which would cost a third of
-- the write rate for rare sorts that can read an app's rows; status and updated_at, which change
-- with most events and would take HOT updates away from all of them.
CREATE TABLE calls (
  app_id          uuid NOT NULL,
  id              uuid NOT NULL,
  started_at      timestamptz,
  created_at      timestamptz NOT NULL,
  updated_at      timestamptz NOT NULL,
  clock           bigint NOT NULL,
  duration_ms     bigint,
  quality         double precision,
  version         integer NOT NULL,
  fold_version    smallint NOT NULL,
  has_recording   boolean NOT NULL,
  has_voicemail   boolean NOT NULL,
  call_id         text NOT NULL,
  status          text NOT NULL,
  outcome         text,
  direction       text,
  from_number     text,
  to_number       text,
  external_number text,
  internal_number text,
  user_id         text,
  call_center_id  text,
  facts           json NOT NULL,
  PRIMARY KEY (app_id, id),
  UNIQUE (app_id, call_id)
) WITH (fillfactor = 85);

CREATE INDEX calls_by_start ON calls (app_id, started_at, id);
CREATE INDEX calls_live ON calls (app_id, started_at, id) WHERE outcome IS NULL;
CREATE INDEX calls_of_user ON calls (app_id, user_id, started_at, id) WHERE user_id IS NOT NULL;

CREATE TABLE messages (
  app_id       uuid NOT NULL,
  id           uuid NOT NULL,
  sent_at      timestamptz,
  created_at   timestamptz NOT NULL,
  updated_at   timestamptz NOT NULL,
  clock        bigint NOT NULL,
  version      integer NOT NULL,
  fold_version smallint NOT NULL,
  message_id   text NOT NULL,
  status       text NOT NULL,
  direction    text,
  from_number  text,
  to_numbers   text[] NOT NULL,
  user_id      text,
  facts        json NOT NULL,
  PRIMARY KEY (app_id, id),
  UNIQUE (app_id, message_id)
) WITH (fillfactor = 85);

CREATE INDEX messages_by_time ON messages (app_id, sent_at, id);

-- A record of its own, keyed by the call that it was left on: at most one a leg.
CREATE TABLE voicemails (
  app_id      uuid NOT NULL,
  id          uuid NOT NULL,
  call_row_id uuid NOT NULL,
  received_at timestamptz,
  created_at  timestamptz NOT NULL,
  updated_at  timestamptz NOT NULL,
  version     integer NOT NULL,
  call_id     text NOT NULL,
  from_number text,
  to_number   text,
  user_id     text,
  view        json NOT NULL,
  PRIMARY KEY (app_id, id),
  UNIQUE (app_id, call_id)
);

CREATE INDEX voicemails_by_time ON voicemails (app_id, received_at, id);

-- By day, so that history goes by dropping tables. id is in the key because the partition needs it;
-- that a position is given once is kept by the lock on the app's stream.
CREATE TABLE updates (
  app_id   uuid NOT NULL,
  epoch    uuid NOT NULL,
  position bigint NOT NULL,
  id       uuid NOT NULL,
  at       timestamptz NOT NULL,
  type     text NOT NULL,
  data     json NOT NULL,
  PRIMARY KEY (app_id, epoch, position, id)
) PARTITION BY RANGE (id);

CREATE TABLE updates_default PARTITION OF updates DEFAULT;
