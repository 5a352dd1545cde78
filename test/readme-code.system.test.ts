import { globSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

import ts from 'typescript';
import { expect, test } from 'vitest';

const root = join(import.meta.dirname, '..');
const readmes = globSync('{,packages/*/,examples/*/}{README,CONTRIBUTING}.md', { cwd: root });

/** Each ```ts block as a file beside its README, so that it resolves packages as that place does. */
const blocks = new Map(
  readmes.flatMap((readme) => {
    const text = readFileSync(join(root, readme), 'utf8');
    return [...text.matchAll(/```ts\n([\s\S]*?)```/g)].map(
      ([, code = ''], index) => [join(root, dirname(readme), `readme-${index}.ts`), code] as const,
    );
  }),
);

test('the TypeScript in every README compiles', () => {
  const { config } = ts.readConfigFile(join(root, 'tsconfig.base.json'), ts.sys.readFile);
  const { options } = ts.parseJsonConfigFileContent(config, ts.sys, root);
  const settings = { composite: false, incremental: false, noEmit: true, rootDir: root };
  const compilerOptions = { ...options, ...settings };
  const host = ts.createCompilerHost(compilerOptions);
  const program = ts.createProgram([...blocks.keys()], compilerOptions, {
    ...host,
    fileExists: (path) => blocks.has(path) || host.fileExists(path),
    readFile: (path) => blocks.get(path) ?? host.readFile(path),
    getSourceFile: (path, languageVersion) => {
      const code = blocks.get(path);
      return code === undefined
        ? host.getSourceFile(path, languageVersion)
        : ts.createSourceFile(path, code, languageVersion);
    },
  });
  const faults = [...blocks.keys()].flatMap((path) => {
    const file = program.getSourceFile(path);
    const found = [
      ...program.getSyntacticDiagnostics(file),
      ...program.getSemanticDiagnostics(file),
    ];
    return found.map(({ messageText }) => [
      path,
      ts.flattenDiagnosticMessageText(messageText, ' '),
    ]);
  });
  expect(blocks.size).toBeGreaterThan(2);
  expect(faults).toEqual([]);
});
