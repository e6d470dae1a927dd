/** The name, or the name with the first number that makes it new: masking must not make two fields one. */
export function unusedName(name: string, used: { has(name: string): boolean }): string {
  if (!used.has(name)) return name;
  let number = 2;
  while (used.has(`${name} ${number}`)) number += 1;
  return `${name} ${number}`;
}
