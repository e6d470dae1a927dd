/** Whether colours are to be seen, and not unwanted (https://no-color.org). */
export function showsColours(stream: NodeJS.WriteStream): boolean {
  return stream.isTTY && process.env.NO_COLOR === undefined && !process.argv.includes('--no-color');
}
