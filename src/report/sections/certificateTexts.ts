import type { CertificateRow } from '../../inventory/certificates.js';
import { titleOf } from '../../model/component.js';

/** What a certificate is called: its name, or the app that holds a copy of it. */
export function certificateTitle({ kind, name, usedBy }: CertificateRow): string {
  if (kind === 'copy') {
    return `copy in ${usedBy.flatMap(({ component }) => (component ? [titleOf(component)] : [])).join(', ')}`;
  }
  const title = 'value' in name ? name.value : 'none' in name ? name.none : `not known: ${name.unknown}`;
  return kind === 'InboundCertificate' ? `${title} (inbound)` : title;
}

/** For a certificate, the others of its org that have its key, whichever of them says so. */
export function keySharers(rows: readonly CertificateRow[]): (row: CertificateRow) => readonly CertificateRow[] {
  const keyOf = (project: string, name: string): string => JSON.stringify([project, name.toLowerCase()]);
  const byName = new Map(
    rows.flatMap((row) =>
      'value' in row.name ? [[keyOf(row.project, `${row.kind}:${row.name.value}`), row] as const] : []
    )
  );
  const sharers = new Map<CertificateRow, Set<CertificateRow>>();
  const join = (one: CertificateRow, other: CertificateRow): void => {
    const known = sharers.get(one);
    if (known) known.add(other);
    else sharers.set(one, new Set([other]));
  };
  for (const row of rows) {
    for (const name of row.sameKeyAs) {
      const other = byName.get(keyOf(row.project, name));
      if (other === undefined || other === row) continue;
      join(row, other);
      join(other, row);
    }
  }
  return (row) => [...(sharers.get(row) ?? [])];
}
