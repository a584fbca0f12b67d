/** An arrow from one part to another. */
export type Arrow = '-->' | '-.->';

/** The text of a Mermaid flowchart, line by line in the order of the calls. */
export interface Flowchart {
  /** @param lines what stands in the box, a line each */
  node(id: string, ...lines: readonly string[]): void;
  /** @param label what stands at the arrow. @default nothing */
  edge(from: string, arrow: Arrow, to: string, label?: string): void;
  /** A frame around what is drawn in the meantime. */
  group(id: string, title: string, draw: () => void): void;
  text(): string;
}

/** Starts a flowchart that runs from the left to the right. */
export function flowchart(): Flowchart {
  const lines = ['flowchart LR'];
  let indent = '  ';
  const add = (line: string) => lines.push(indent + line);
  return {
    node: (id, ...content) => add(`${id}["${content.map(escaped).join('<br/>')}"]`),
    edge: (from, arrow, to, label) =>
      add(`${from} ${arrow}${label === undefined ? '' : `|"${escaped(label)}"|`} ${to}`),
    group(id, title, draw) {
      add(`subgraph ${id}["${escaped(title)}"]`);
      indent += '  ';
      draw();
      indent = indent.slice(2);
      add('end');
    },
    text: () => lines.join('\n'),
  };
}

/** Mermaid's own way to write what would end a text or be read as HTML. */
function escaped(text: string): string {
  return text.replace(/[#"<>&]/g, (character) => `#${character.charCodeAt(0)};`);
}
