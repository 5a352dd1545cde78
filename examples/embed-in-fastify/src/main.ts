import { buildApp } from './build-app.ts';

const { DIALPAD_HOOK_ID: id = 'default', DIALPAD_WEBHOOK_SECRET: secret, PORT } = process.env;
if (secret === undefined) throw new Error('DIALPAD_WEBHOOK_SECRET is the secret of the webhook');

const app = await buildApp({ id, secret });
console.log(await app.listen({ host: '127.0.0.1', port: Number(PORT ?? 4100) }));
