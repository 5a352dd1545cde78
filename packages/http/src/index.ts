export { createHttpHandler } from './create-http-handler.ts';
export { createHttpServer, type HttpServerOptions } from './create-http-server.ts';
export { drain } from './drain.ts';
export type { HttpDeps, Readiness } from './http-deps.ts';
export { PROBLEM_CODES, Problem } from './problem.ts';
export type { RequestLog } from './request-log.ts';
export type { Auth, Route, RouteAnswers, RouteBody } from './route.ts';
export { routes } from './routes/routes.ts';
