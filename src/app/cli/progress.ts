/** The stream that a command writes to, such as `process.stdout`. */
export interface ProgressStream {
  isTTY?: boolean;
  write(text: string): unknown;
}

interface Progress {
  show: (state: { done: number; total: number }) => void;
  /** Ends the line of the bar. */
  end: () => void;
}

const BAR = 40;
/** Without a terminal, so many lines at most. */
const LINES = 10;

/** Shows how far a command has come: a bar on a terminal, else a line for each tenth. */
export function showProgress(stream: ProgressStream): Progress {
  let tenth = 0;
  let isOpen = false;
  return {
    show: ({ done, total }) => {
      const share = total === 0 ? 1 : done / total;
      const text = `${Math.floor(share * 100)} % (${done} of ${total})`;
      if (stream.isTTY === true) {
        const filled = Math.round(share * BAR);
        stream.write(`\r[${'#'.repeat(filled)}${' '.repeat(BAR - filled)}] ${text}`);
        isOpen = true;
      } else if (Math.floor(share * LINES) > tenth) {
        tenth = Math.floor(share * LINES);
        stream.write(`${text}\n`);
      }
    },
    end: () => {
      if (isOpen) stream.write('\n');
    },
  };
}
