import type { ConnectionStatus } from '@dialpad-cti/core';

import { pageOf } from './page.ts';

export const connectedPage = ({ companyId }: ConnectionStatus): string =>
  pageOf({
    title: 'Connected to Dialpad',
    paragraphs: [
      companyId === null
        ? 'Dialpad has granted access.'
        : `Dialpad has granted access for the company ${companyId}.`,
      'You can close this page. Whoever runs the server can now set up the webhooks.',
    ],
  });
