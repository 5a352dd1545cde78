import type { Command } from 'commander';

import type { Cli } from '../cli.ts';

/** The contract document, as the server that is asked holds to it. */
export function addOpenapiCommand(program: Command, cli: Cli): void {
  program
    .command('openapi')
    .description("print the OpenAPI document of the server's routes")
    .action(async () => {
      const document = await cli.api.get('/openapi.json', 'anybody');
      cli.screen.write(`${JSON.stringify(document, null, 2)}\n`);
    });
}
