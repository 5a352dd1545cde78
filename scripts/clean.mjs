// `tsc -b` never removes the output of a deleted source, so packing starts from nothing.
import { globSync, rmSync } from 'node:fs';

for (const path of ['coverage', ...globSync('{packages,examples}/*/dist')]) {
  rmSync(path, { recursive: true, force: true });
}
