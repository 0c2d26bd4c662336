import { advanceWidth } from '../../src/figures/typography/font.ts';

/** Reads where an SVG puts its text, with nothing of the program's own but the advance widths of the font. */

export interface TextBox {
  readonly text: string;
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

interface Node {
  readonly tag: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: (Node | string)[];
}

/** Parses the XML of an SVG strictly: every tag closed in order, every ampersand an entity. */
export function parseXml(xml: string): Node {
  const root: Node = { tag: '#root', attributes: {}, children: [] };
  const open = [root];
  const token = /<\/([\w:-]+)>|<([\w:-]+)((?:\s+[\w:-]+="[^"<]*")*)\s*(\/?)>|([^<]+)/gy;
  let end = 0;
  for (const match of xml.trim().matchAll(token)) {
    const [all, closing, opening, attributes, empty, text] = match;
    end = match.index + all.length;
    if (text !== undefined) open.at(-1)!.children.push(decode(text));
    else if (closing !== undefined) {
      if (open.pop()!.tag !== closing) throw new Error(`</${closing}> closes another element`);
    } else {
      const pairs = [...attributes.matchAll(/([\w:-]+)="([^"]*)"/g)].map(([, name, value]) => [name, decode(value)]);
      const node: Node = { tag: opening, attributes: Object.fromEntries(pairs), children: [] };
      open.at(-1)!.children.push(node);
      if (empty === '') open.push(node);
    }
  }
  if (end !== xml.trim().length) throw new Error(`not XML: ${xml.trim().slice(end, end + 60)}`);
  if (open.length !== 1) throw new Error(`<${open.at(-1)!.tag}> is not closed`);
  return root.children[0] as Node;
}

function decode(text: string): string {
  if (/&(?!(amp|lt|gt|quot|#39|#xA);)/.test(text)) throw new Error(`bare ampersand: ${text}`);
  const entities: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'", '#xA': '\n' };
  return text.replace(/&(amp|lt|gt|quot|#39|#xA);/g, (_, name: string) => entities[name]);
}

/** Bounding boxes of all lines of text in the SVG's own coordinates. */
export function textBoxes(svg: string): TextBox[] {
  const boxes: TextBox[] = [];
  const visit = (node: Node, matrix: readonly number[]) => {
    const own = multiply(matrix, transformOf(node.attributes.transform ?? ''));
    if (node.tag === 'text') boxes.push(...linesOf(node).map((line) => place(line, node, own)));
    else for (const child of node.children) if (typeof child !== 'string') visit(child, own);
  };
  visit(parseXml(svg), [1, 0, 0, 1, 0, 0]);
  return boxes;
}

export function viewBox(svg: string): { width: number; height: number } {
  const [, , width, height] = parseXml(svg).attributes.viewBox.split(' ').map(Number);
  return { width, height };
}

export function overlap(a: TextBox, b: TextBox): boolean {
  return a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
}

interface Line {
  readonly text: string;
  readonly width: number;
  readonly down: number;
}

function linesOf(text: Node): Line[] {
  const size = Number.parseFloat(text.attributes['font-size']);
  const lines = text.children.filter(
    (child) => typeof child !== 'string' && !('font-size' in child.attributes),
  ) as Node[];
  const absolute = lines.some((line) => 'x' in line.attributes);
  if (!absolute) return [{ ...measured(text, size), down: 0 }];
  let down = 0;
  return lines.map((line) => {
    down += Number(line.attributes.dy ?? 0);
    return { ...measured(line, size), down };
  });
}

function measured(node: Node, size: number): { text: string; width: number } {
  const own = 'font-size' in node.attributes ? Number.parseFloat(node.attributes['font-size']) : size;
  let [text, width] = ['', 0];
  for (const child of node.children) {
    const part =
      typeof child === 'string'
        ? { text: child, width: [...child].reduce((sum, character) => sum + advanceWidth(character) * own, 0) }
        : measured(child, own);
    text += part.text;
    width += part.width;
  }
  return { text, width };
}

/** Corners of a line of text, through the text's matrix. */
function place({ text, width, down }: Line, node: Node, matrix: readonly number[]): TextBox {
  const size = Number.parseFloat(node.attributes['font-size']);
  const anchor = { start: 0, middle: 0.5, end: 1 }[node.attributes['text-anchor'] ?? 'start']!;
  const [left, right] = [-anchor * width, (1 - anchor) * width];
  const [top, bottom] = [down - 0.75 * size, down + 0.22 * size];
  const corners = [
    [left, top],
    [right, top],
    [left, bottom],
    [right, bottom],
  ].map(([x, y]) => [matrix[0] * x + matrix[2] * y + matrix[4], matrix[1] * x + matrix[3] * y + matrix[5]]);
  const xs = corners.map(([x]) => x);
  const ys = corners.map(([, y]) => y);
  return { text, left: Math.min(...xs), right: Math.max(...xs), top: Math.min(...ys), bottom: Math.max(...ys) };
}

function transformOf(text: string): readonly number[] {
  let matrix: readonly number[] = [1, 0, 0, 1, 0, 0];
  for (const [, name, list] of text.matchAll(/(\w+)\(([^)]*)\)/g)) {
    const [a, b = 0] = list.split(',').map(Number);
    if (name === 'translate') matrix = multiply(matrix, [1, 0, 0, 1, a, b]);
    else if (name === 'rotate') {
      const [c, s] = [Math.cos((a * Math.PI) / 180), Math.sin((a * Math.PI) / 180)];
      matrix = multiply(matrix, [c, s, -s, c, 0, 0]);
    } else if (name === 'scale') matrix = multiply(matrix, [a, 0, 0, b || a, 0, 0]);
    else throw new Error(`unknown transform ${name}`);
  }
  return matrix;
}

function multiply(m: readonly number[], n: readonly number[]): readonly number[] {
  return [
    m[0] * n[0] + m[2] * n[1],
    m[1] * n[0] + m[3] * n[1],
    m[0] * n[2] + m[2] * n[3],
    m[1] * n[2] + m[3] * n[3],
    m[0] * n[4] + m[2] * n[5] + m[4],
    m[1] * n[4] + m[3] * n[5] + m[5],
  ];
}
