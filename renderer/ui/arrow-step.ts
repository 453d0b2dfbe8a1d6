// Arrows among keys that stand in rows: how many places to go; undefined: another key.
export function arrowStep(key: string, { columns }: { readonly columns: number }): number | undefined {
  switch (key) {
    case 'ArrowLeft':
      return -1
    case 'ArrowRight':
      return 1
    case 'ArrowUp':
      return -columns
    case 'ArrowDown':
      return columns
    default:
      return undefined
  }
}
