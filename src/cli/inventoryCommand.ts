import { INVENTORY_FORMATS, INVENTORY_KINDS, type InventoryFormat, type InventoryKind } from '../inventory/kinds.js';
import { inventoried, inventoryOf } from '../inventory/inventory.js';
import {
  renderInventory,
  toInventoryDocument,
  type InventoryContext,
  type InventoryDocument,
} from '../inventory/render.js';
import { plural } from '../reporters/wording.js';
import type { ConfiguredProject } from '../scan.js';
import { EVERY_FINDING } from './everyFinding.js';
import { EXIT_OK } from './exitCodes.js';
import { usageError } from './failure.js';
import type { Arguments, INVENTORY } from './flags.js';
import { useColor, widthOf, type Host, type Outcome } from './host.js';
import { readFilesOf, writeOutputFiles, type OutputFormats } from './outputFiles.js';
import { performScan } from './performScan.js';
import { either, suggestion } from './suggest.js';

const INVENTORY_FILES: OutputFormats<InventoryFormat> = {
  names: INVENTORY_FORMATS,
  endings: [
    ['.json', 'json'],
    ['.md', 'markdown'],
    ['.csv', 'csv'],
    ['.txt', 'table'],
  ],
};

/** Lists what the projects hold of one kind, with the findings that a scan has of it, whatever a baseline puts off. */
export async function runInventory(
  { positionals: [what], flags }: Arguments<typeof INVENTORY>,
  host: Host
): Promise<Outcome<InventoryDocument>> {
  const kind = readKind(what);
  const files = readFilesOf(INVENTORY_FILES, flags['output-file'], host.workingFolder);
  let projects: readonly ConfiguredProject[] = [];
  const { report } = await performScan({ positionals: [], flags: { ...flags, ...ALL_FINDINGS } }, host, undefined, {
    // The graph is of whole projects, and so is the inventory.
    reportsAll: true,
    onProjects: (read) => (projects = read),
  });
  const { findings, now } = report;
  const rows = inventoryOf(kind, { projects, findings, now });
  const context: InventoryContext = {
    version: host.version,
    now,
    projects: inventoried(projects).map(({ project }) => (project.root === '' ? '.' : project.root)),
    hasRegister: projects.some(({ config }) => config.integrations.length > 0),
    width: widthOf(host),
    color: useColor(flags.color, host),
  };
  // A file has no terminal.
  const inFile = { ...context, width: 120, color: false };
  writeOutputFiles(files.map((file) => ({ ...file, text: renderInventory(kind, rows, file.format, inFile) })));
  return {
    exitCode: EXIT_OK,
    stdout: renderInventory(kind, rows, flags.format, context),
    warnings:
      report.filesUnreadable === 0
        ? []
        : [
            `${plural(report.filesUnreadable, 'file')} could not be read, so that what they hold is missing here; a scan names them.`,
          ],
    get result() {
      return toInventoryDocument(kind, rows, context);
    },
  };
}

/** As the team's config shows them. */
const ALL_FINDINGS = { ...EVERY_FINDING, 'min-confidence': undefined, persona: undefined } as const;

function readKind(what: string | undefined): InventoryKind {
  const kind = what === undefined ? INVENTORY_KINDS[0] : INVENTORY_KINDS.find((one) => one === what);
  if (kind) return kind;
  throw usageError(`inventory takes ${either(INVENTORY_KINDS)}, not ${what!}.${suggestion(what!, INVENTORY_KINDS)}`);
}
