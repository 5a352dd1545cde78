export type { OAuthClient } from './oauth/create-dialpad-oauth.ts';
export { type DialpadApi, openDialpadApi } from './open-dialpad-api.ts';
export type { DialpadApiOptions, DialpadTimeouts, RequestSeen } from './settings.ts';
