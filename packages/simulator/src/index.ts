export { createVirtualClock, type VirtualClock } from './clock/create-virtual-clock.ts';
export type { Company, SimGroup, SimUser } from './company.ts';
export { openSimulator } from './open-simulator.ts';
export type {
  ApiFault,
  DeliveryCounts,
  DeliveryFaults,
  SeenRequest,
  Simulator,
  SimulatorOptions,
  Story,
  Traffic,
  Truth,
} from './simulator.ts';
export type { SimulatorClock } from './simulator-clock.ts';
