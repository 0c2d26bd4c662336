/** Text of a file or a name as it can be printed on a terminal: control characters, escape sequences among them, are spelled out. */
export function printable(text: string): string {
  return text.replace(/(?!\n)\p{Cc}/gu, (character) => `\\x${character.charCodeAt(0).toString(16).padStart(2, '0')}`);
}
