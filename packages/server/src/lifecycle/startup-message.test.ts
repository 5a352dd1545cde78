import { expect, test } from 'vitest';

import { StartError } from './start-error.ts';
import { startupMessage } from './startup-message.ts';

test('a start that fails says what to do', () => {
  const taken = Object.assign(new Error('listen EADDRINUSE'), { code: 'EADDRINUSE', port: 4000 });
  expect(startupMessage(taken)).toContain('Port 4000 is taken');
  const low = Object.assign(new Error('listen EACCES'), { code: 'EACCES', port: 80 });
  expect(startupMessage(low)).toContain('Set PORT');
  expect(startupMessage(new StartError('Do this.'))).toBe('Do this.');
  expect(startupMessage('odd')).toBe('The server could not start.');
});
