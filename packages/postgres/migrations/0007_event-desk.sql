-- What operators decide about events, and how fast these are done.

-- Dead letters are walked in the order of their events' ids, for all apps.
CREATE INDEX dead_letters_by_id ON dead_letters (event_id);

-- Events of this app done in the minute of its last batch, and in the minute before that one.
ALTER TABLE app_streams
  ADD COLUMN minute bigint NOT NULL DEFAULT 0,
  ADD COLUMN processed integer NOT NULL DEFAULT 0,
  ADD COLUMN processed_before integer NOT NULL DEFAULT 0;

CREATE POLICY operator ON app_streams FOR SELECT
  USING ((SELECT acting_role()) = 'operator');

-- desk takes what is held away, and puts dead letters back into the queue. Locking a row asks for
-- the right to change it, hence all rights. An event goes only when its dead letter is purged.
CREATE POLICY desk ON dead_letters USING ((SELECT acting_role()) = 'desk');
CREATE POLICY desk ON quarantine USING ((SELECT acting_role()) = 'desk');
CREATE POLICY desk ON unrouted_events USING ((SELECT acting_role()) = 'desk');
CREATE POLICY desk ON webhook_queue FOR INSERT WITH CHECK ((SELECT acting_role()) = 'desk');
CREATE POLICY desk_reads ON webhook_events FOR SELECT USING ((SELECT acting_role()) = 'desk');
CREATE POLICY desk_purges ON webhook_events FOR DELETE USING ((SELECT acting_role()) = 'desk');
