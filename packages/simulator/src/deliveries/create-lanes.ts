/** Work of one lane begins when that before it in the lane is done; lanes know nothing of each other. */
export function createLanes() {
  const lanes = new Map<string, Promise<void>>();
  return {
    /** `work` must not reject. */
    async inLane(lane: string, work: () => Promise<void>): Promise<void> {
      const before = lanes.get(lane);
      const mine = before === undefined ? work() : before.then(work);
      lanes.set(lane, mine);
      await mine;
      if (lanes.get(lane) === mine) lanes.delete(lane);
    },
  };
}
