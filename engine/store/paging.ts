/** Size of a page: what was asked for within 1 to 500, 100 when nothing was. */
export function pageLimit(wanted: number | undefined): number {
  return Math.min(500, Math.max(1, Math.floor(wanted ?? 100)));
}
