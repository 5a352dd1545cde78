import { existsSync } from 'node:fs';

import { DemoError, findServer } from './find-server.ts';
import { runDemo } from './run-demo.ts';

const HELP = `npm run demo: plays realistic calls, texts and voicemails at a running server.

Start the server first (npm start), then run this in a second terminal. It makes an app of
its own, so it harms nothing that is there. It reads:

  CTI_URL              where the server is; http://127.0.0.1:<PORT, 4000> when missing
  INTERNAL_API_SECRET  the operator's secret; when missing, that of DATA_DIR/secrets.json
  DATA_DIR             .data when missing
`;

if (process.argv.includes('--help') || process.argv.includes('-h')) {
  process.stdout.write(HELP);
} else {
  if (existsSync('.env')) process.loadEnvFile();
  try {
    await runDemo({
      server: await findServer(process.env),
      now: Date.now(),
      isTerminal: process.stdout.isTTY,
      write: (text) => void process.stdout.write(text),
    });
  } catch (error) {
    const reason = error instanceof Error ? error.message : 'for an unknown reason';
    process.stderr.write(
      error instanceof DemoError ? `${reason}\n` : `The demo stopped: ${reason}\n`,
    );
    process.exitCode = 1;
  }
}
