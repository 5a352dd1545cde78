import type { Screen } from './screen.ts';

export interface StatusLine {
  /** In the place of what was said before. */
  readonly say: (text: string) => void;
  readonly end: () => void;
}

/** One line on a terminal's standard error that changes in its place; nothing elsewhere. */
export function createStatusLine({
  drawsProgress,
  width,
  complain,
}: Pick<Screen, 'drawsProgress' | 'width' | 'complain'>): StatusLine {
  let isDrawn = false;
  return {
    say(text) {
      if (!drawsProgress) return;
      isDrawn = true;
      complain(`\r\u001b[K${text.slice(0, width - 1)}`);
    },
    end() {
      if (isDrawn) complain('\n');
    },
  };
}
