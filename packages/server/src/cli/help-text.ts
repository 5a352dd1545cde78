/** Below the list of commands: the way from nothing to the first record, and what stands around it. */
export const helpText = (name: string): string => `
First steps
  1. Start the server, in a terminal of its own. It makes its own secrets.
     $ ${name} start
  2. Make an app: one company's data. Its API key is shown once.
     $ ${name} apps create "Support portal"
  3. Make a webhook of that app, without a Dialpad. Its secret is shown once.
     $ ${name} webhooks create <app_id> --manual
  4. Send it a call, signed as Dialpad signs.
     $ export CTI_HOOK_SECRET=<webhook_secret>
     $ ${name} send --hook <hook_id> --example 01
  5. Read it back, as a program of the app does.
     $ export CTI_API_KEY=<api_key>
     $ ${name} calls list
  6. Replace the key; the old one goes on for an hour.
     $ ${name} keys rotate <app_id> --overlap 3600
  7. See what failed, mend the cause, and try it again.
     $ ${name} dead-letters list
     $ ${name} dead-letters replay <event_id>

With Dialpad, or a stand-in for it
  1. Try it on a made-up company. It says what to set, before the server is started with it.
     $ ${name} simulate
     A real one: set DIALPAD_ENVIRONMENT=production and DIALPAD_API_KEY, or
     have an administrator agree.
     $ ${name} connect link <app_id>
  2. Set up the webhook, in Dialpad as well.
     $ ${name} webhooks create <app_id>
  3. See what is wrong, and what to do about it.
     $ ${name} doctor
  4. Fetch what an outage lost, and see that nothing is lacking.
     $ ${name} backfill <app_id> --last 2h
     $ ${name} ledger <app_id>

Environment, or a file called .env
  CTI_URL              where the server is; http://127.0.0.1:<PORT, 4000> without
  INTERNAL_API_SECRET  the operator's secret; without, the one that the server keeps in DATA_DIR
  DATA_DIR             the server's data folder; .data without
  CTI_API_KEY          a key of an app, for calls, messages and voicemails
  CTI_HOOK_SECRET      the secret of a webhook, for send
  NO_COLOR             no bold print

Exit codes
  0 done · 1 the server said no, or it failed · 2 wrong use or settings
  69 the server or the database cannot be reached`;
