export type { CheckDialpad, DialpadCheck } from './check-dialpad.ts';
export { createHttpHandler, type HttpHandlerOptions } from './create-http-handler.ts';
export { createHttpServer, type HttpServerOptions } from './create-http-server.ts';
export { DELIVERY_OUTCOMES, type Delivery, type DeliveryOutcome } from './delivery.ts';
export { drain } from './drain.ts';
export type { HttpDeps, Readiness } from './http-deps.ts';
export { DEFAULT_LIMITS, type RequestLimits } from './limits/request-limits.ts';
export { createOpenapiDocument, type OpenapiDocument } from './openapi/create-openapi-document.ts';
export { PROBLEM_CODES, Problem } from './problem.ts';
export type { RequestLog } from './request-log.ts';
export type { Auth, Route, RouteAnswers, RouteBody } from './route.ts';
export { opsRoutes } from './routes/ops-routes.ts';
export { routes } from './routes/routes.ts';
export {
  SECURITY_EVENT_KINDS,
  type SecurityEvent,
  type SecurityEventKind,
} from './security-event.ts';
export type { SendTestEvent, TestDelivery } from './send-test-event.ts';
