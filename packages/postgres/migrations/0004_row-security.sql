-- Forced, so that it binds the owner of the tables, which is who we connect as. A transaction sees
-- rows by the tenant it names (reads of the client API), or by its role:
--   intake    stores what arrives
--   worker    turns events into records
--   operator  looks at events and queue, for all apps
--   keeper    keeps apps, keys and hooks
-- The settings are read in a subselect: once a statement, not once a row.

-- A partition asked for by its own name has no policy of its own, and so shows nothing.
DO $$
DECLARE
  name text;
BEGIN
  FOREACH name IN ARRAY ARRAY[
    'apps', 'app_streams', 'api_keys', 'api_key_audit_log', 'dialpad_webhooks',
    'webhook_events', 'webhook_events_default', 'event_digests', 'webhook_queue', 'worker_batches',
    'dead_letters', 'quarantine', 'unrouted_events',
    'calls', 'messages', 'voicemails', 'updates', 'updates_default'
  ]
  LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', name);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', name);
  END LOOP;

  FOREACH name IN ARRAY ARRAY[
    'app_streams', 'webhook_events', 'event_digests', 'calls', 'messages', 'voicemails', 'updates'
  ]
  LOOP
    EXECUTE format(
      'CREATE POLICY tenant ON %I FOR SELECT USING (app_id = (SELECT acting_tenant()))', name);
  END LOOP;

  FOREACH name IN ARRAY ARRAY[
    'app_streams', 'webhook_queue', 'worker_batches', 'dead_letters',
    'calls', 'messages', 'voicemails', 'updates'
  ]
  LOOP
    EXECUTE format(
      'CREATE POLICY worker ON %I USING ((SELECT acting_role()) = ''worker'')', name);
  END LOOP;

  FOREACH name IN ARRAY ARRAY['apps', 'webhook_events']
  LOOP
    EXECUTE format(
      'CREATE POLICY worker ON %I FOR SELECT USING ((SELECT acting_role()) = ''worker'')', name);
  END LOOP;

  FOREACH name IN ARRAY ARRAY['webhook_events', 'webhook_queue']
  LOOP
    EXECUTE format(
      'CREATE POLICY intake ON %I FOR INSERT WITH CHECK ((SELECT acting_role()) = ''intake'')',
      name);
  END LOOP;

  FOREACH name IN ARRAY ARRAY['event_digests', 'quarantine', 'unrouted_events']
  LOOP
    EXECUTE format(
      'CREATE POLICY intake ON %I USING ((SELECT acting_role()) = ''intake'')', name);
  END LOOP;

  FOREACH name IN ARRAY ARRAY[
    'webhook_events', 'event_digests', 'webhook_queue', 'worker_batches', 'dead_letters',
    'quarantine', 'unrouted_events'
  ]
  LOOP
    EXECUTE format(
      'CREATE POLICY operator ON %I FOR SELECT USING ((SELECT acting_role()) = ''operator'')',
      name);
  END LOOP;

  FOREACH name IN ARRAY ARRAY[
    'apps', 'app_streams', 'api_keys', 'api_key_audit_log', 'dialpad_webhooks'
  ]
  LOOP
    EXECUTE format(
      'CREATE POLICY keeper ON %I USING ((SELECT acting_role()) = ''keeper'')', name);
  END LOOP;
END $$;
