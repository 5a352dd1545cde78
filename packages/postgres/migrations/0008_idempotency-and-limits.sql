-- Answers to requests that may be sent again, and counts of requests in a time.

-- Found by a digest of the caller's key; readable only with the key itself and one of ours.
CREATE TABLE kept_answers (
  key_digest    bytea PRIMARY KEY,
  kept_at       timestamptz NOT NULL,
  answer        bytea NOT NULL,
  answer_key_id text NOT NULL
);

CREATE INDEX kept_answers_by_age ON kept_answers (kept_at);

-- As rate-limiter-flexible wants it. Counts may be lost in a crash, so they cost no log; each
-- request changes a row, and room on the page keeps that out of the index.
CREATE UNLOGGED TABLE rate_limits (
  key    varchar(255) PRIMARY KEY,
  points integer NOT NULL DEFAULT 0,
  expire bigint
) WITH (fillfactor = 50);

-- Beside the roles of 0004 and 0005: once keeps answers, limiter counts.
ALTER TABLE kept_answers ENABLE ROW LEVEL SECURITY;
ALTER TABLE kept_answers FORCE ROW LEVEL SECURITY;
CREATE POLICY once ON kept_answers USING ((SELECT acting_role()) = 'once');

ALTER TABLE rate_limits ENABLE ROW LEVEL SECURITY;
ALTER TABLE rate_limits FORCE ROW LEVEL SECURITY;
CREATE POLICY limiter ON rate_limits USING ((SELECT acting_role()) = 'limiter');
