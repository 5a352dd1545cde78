import type { Simulated } from '../simulated/start-simulated.ts';
import { type CommandsOf, firstCommands } from './first-commands.ts';

export interface FirstScreen {
  readonly url: string;
  /** Where `/metrics` is served without a secret; null when nowhere. */
  readonly opsUrl: string | null;
  /** How Dialpad reaches us. */
  readonly publicUrl: string;
  readonly isColored: boolean;
  readonly pid: number;
  readonly storage: Storage;
  /** Where the operator's secret is kept; null when it was given. */
  readonly keptSecretPath: string | null;
  /** The stand-in Dialpad that runs beside the server; null when there is none. */
  readonly simulated: Simulated | null;
  readonly operatorSecret: string;
  /** Only at the first start on the embedded database: these are shown once. */
  readonly secrets: (Omit<CommandsOf, 'url'> & { readonly appName: string }) | null;
}

export type Storage =
  | {
      readonly kind: 'embedded';
      readonly dataDir: string;
      /** The database's own account could not reach the data folder. */
      readonly isRelocated: boolean;
    }
  /** Without its password. */
  | { readonly kind: 'given'; readonly name: string };

/** What a person needs to know when the server is up. */
export function firstScreen(screen: FirstScreen): string {
  const bold = (text: string): string => (screen.isColored ? `\u001b[1m${text}\u001b[22m` : text);
  const { url, secrets } = screen;
  return [
    '',
    bold('Dialpad CTI server is running.'),
    '',
    `  API        ${url}/api/calls`,
    `  Operators  ${url}/internal/apps`,
    `  Dialpad    ${screen.publicUrl}/webhooks/dialpad/<hook id>`,
    `  Health     ${url}/readyz`,
    `  Metrics    ${screen.opsUrl ?? url}/metrics`,
    `  Contract   ${url}/docs`,
    `  Data       ${dataLine(screen.storage)}`,
    `  Stop       Ctrl-C, or: kill ${screen.pid}`,
    '',
    ...(screen.simulated === null ? [] : simulatedLines(screen, bold)),
    ...(secrets === null ? laterLines(screen) : firstLines({ ...secrets, url, bold })),
  ].join('\n');
}

function dataLine(storage: Storage): string {
  if (storage.kind === 'given') return storage.name;
  const why = storage.isRelocated ? ' (where the account that runs Postgres can reach it)' : '';
  return `${storage.dataDir}${why}`;
}

function simulatedLines(
  { simulated, operatorSecret, url }: FirstScreen,
  bold: (text: string) => string,
): readonly string[] {
  if (simulated === null) return [];
  const { appName, appId, apiKey } = simulated;
  return [
    bold('No Dialpad is configured, so a simulated one runs beside the server:'),
    `about ${simulated.callsPerMinute} made-up calls a minute, and some texts, for the app "${appName}".`,
    '',
    `  Simulator  ${simulated.url}/simulator/truth`,
    '  Without it: npm start -- --no-simulator, or DIALPAD_API_KEY for the real one.',
    '',
    ...(apiKey === null
      ? [`  A new key for the app: npm run -s cti -- keys rotate ${appId}`]
      : [
          bold('Made for this first start. The keys are shown only now:'),
          '',
          `  Operator's secret  ${operatorSecret}`,
          `  App                ${appName}`,
          `  Its API key        ${apiKey}`,
          '',
          bold('Try it: the calls that are going on'),
          '',
          `curl -H 'x-app-api-key: ${apiKey}' ${url}/api/calls/active`,
          '',
          bold('what became of the others'),
          '',
          `curl -H 'x-app-api-key: ${apiKey}' '${url}/api/calls?limit=5'`,
        ]),
    '',
  ];
}

function laterLines({ keptSecretPath }: FirstScreen): readonly string[] {
  return [
    keptSecretPath === null
      ? "  The operator's secret is what INTERNAL_API_SECRET says."
      : `  The operator's secret is kept in ${keptSecretPath}.`,
    '  Operate it: npm run -s cti -- --help',
    '',
  ];
}

interface FirstLines extends CommandsOf {
  readonly appName: string;
  readonly bold: (text: string) => string;
}

function firstLines(options: FirstLines): readonly string[] {
  const { url, bold, operatorSecret, apiKey, hookId, hookSecret, appName } = options;
  const { createApp, deliverEvent, readCalls } = firstCommands(options);
  return [
    bold('Made for this first start. The keys are shown only now:'),
    '',
    `  Operator's secret  ${operatorSecret}`,
    `  App                ${appName}`,
    `  Its API key        ${apiKey}`,
    `  Its hook           ${url}/webhooks/dialpad/${hookId}`,
    `  The hook's secret  ${hookSecret}`,
    '',
    bold('Try it: create an app'),
    '',
    createApp,
    '',
    bold('deliver a signed event (a call that has just ended)'),
    '',
    deliverEvent,
    '',
    bold('read it back as a call'),
    '',
    readCalls,
    '',
    'All that an operator does: npm run -s cti -- --help',
    '',
  ];
}
