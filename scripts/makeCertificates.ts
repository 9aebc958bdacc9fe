/**
 * Makes the certificates of the fixtures: `tsx scripts/makeCertificates.ts [--all] [folder …]`
 *
 * Looks for `certificates.json` in `fixtures/` (or in the folders named), and writes what each of them lists and is not
 * there yet; with `--all`, everything. Prints the path of each file written. Private keys exist only while it runs.
 *
 * `certificates.json` maps paths, relative to its own folder, to {@link CertificateSpec}s:
 *
 *     {
 *       "authorities": {
 *         "Root": {
 *           "subject": "CN=Acme Root, O=Acme", "certificateAuthority": true,
 *           "notBefore": "2020-01-01", "notAfter": "2040-01-01", "key": { "type": "RSA", "bits": 4096 }
 *         }
 *       },
 *       "fail/two-roles/certs/EMEA_Client.crt": {
 *         "subject": "CN=EMEA_Client, O=Acme", "issuer": "Root", "chain": ["Root"],
 *         "notBefore": "2026-01-01", "notAfter": "2027-01-01", "extendedKeyUsage": ["clientAuth"],
 *         "key": { "type": "RSA", "bits": 2048 }, "keyName": "emea", "printBase64": true
 *       },
 *       "jwt-app": {
 *         "subject": "CN=Jwt", "notBefore": "2026-01-01", "notAfter": "2027-01-01", "keyName": "emea", "as": "base64"
 *       }
 *     }
 *
 * - `authorities`: helper certificates, never written; `issuer` and `chain` may name them, or any path.
 * - `subject`, `notBefore`, `notAfter` (ISO 8601) are required, the dates not for a signing request.
 * - `issuer`: a name, or `self` (default). `chain`: names of the certificates that follow in the file.
 * - `key`: `{ "type": "RSA", "bits": 2048 }` (default) or `{ "type": "EC", "curve": "P-256" | "P-384" | "P-521" }`.
 * - `keyName`: entries of one manifest with the same key name have the same key pair; `key` is taken from the first made.
 * - `hash`: of the signature, `SHA-256` (default), `SHA-1`, `SHA-384`, `SHA-512`.
 * - `extendedKeyUsage`: `serverAuth`, `clientAuth`, … or object identifiers. Left out: no such extension.
 * - `certificateAuthority`: true or false (default). `kind`: `certificate` (default) or `signingRequest`.
 * - `printBase64`: also prints `<path>: <base64>`, the first certificate of the file on one line without armour, to be
 *   pasted in a connected app. It is the certificate in the file, also when that is already there.
 * - `as: "base64"`: prints the same line under the entry's name, and writes nothing.
 * - `copyOf`: the name of another entry, whose text the file gets: the same certificate, as an org that trusts it has it.
 *   Nothing else is said of it but `printBase64`.
 *
 * Entries that hang together, by `keyName`, `issuer` or `chain`, are made together: since keys are not kept, one of them
 * made later would not have the key or the issuer of the others. So if one file of such a group is missing, all of the
 * group are written anew, and what was pasted from it must be pasted again. An `as: "base64"` entry in a group with
 * files is for the same reason only printed when the group is made.
 */
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { parseArgs } from 'node:util';
import { certificateMaker, type CertificateSpec } from '../test/support/certificates.js';

interface MadeSpec extends CertificateSpec {
  readonly as?: 'base64';
  readonly printBase64?: boolean;
}

/** The text of another entry once more. */
interface CopySpec {
  readonly copyOf: string;
  readonly printBase64?: boolean;
}

type OutputSpec = CopySpec | MadeSpec;

interface Manifest {
  readonly folder: string;
  readonly authorities: Readonly<Record<string, CertificateSpec>>;
  readonly outputs: Readonly<Record<string, OutputSpec>>;
}

const { values: options, positionals } = parseArgs({
  options: { all: { type: 'boolean', default: false } },
  allowPositionals: true,
});
const fixtures = resolve(import.meta.dirname, '..', 'fixtures');
const folders = positionals.length > 0 ? positionals.map((folder) => resolve(folder)) : [fixtures];
for (const folder of folders) {
  for (const path of findManifests(folder)) {
    await makeManifest(readManifest(path));
  }
}

function findManifests(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name === 'certificates.json')
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}

function readManifest(path: string): Manifest {
  const { authorities = {}, ...outputs } = JSON.parse(readFileSync(path, 'utf8')) as Record<string, OutputSpec> & {
    authorities?: Record<string, CertificateSpec>;
  };
  const folder = dirname(path);
  for (const name of Object.keys(outputs)) {
    if (name in authorities) {
      throw new Error(`${path}: "${name}" is an authority and an output`);
    }
    if (!resolve(folder, name).startsWith(folder + sep)) {
      throw new Error(`${path}: "${name}" is outside of the manifest's folder`);
    }
  }
  return { folder, authorities, outputs };
}

async function makeManifest({ folder, authorities, outputs }: Manifest): Promise<void> {
  const specs = { ...authorities, ...outputs };
  const maker = certificateMaker(
    Object.fromEntries(Object.entries(specs).flatMap(([name, spec]) => (isCopy(spec) ? [] : [[name, spec]])))
  );
  for (const group of groupLinked(specs)) {
    const members = group.flatMap((name) => {
      const spec = outputs[name];
      return spec === undefined ? [] : [{ name, spec, path: join(folder, name) }];
    });
    const files = members.filter(({ spec }) => isFile(spec));
    const making = options.all || files.length === 0 || files.some(({ path }) => !existsSync(path));
    for (const { name, spec, path } of members) {
      const label = relative(process.cwd(), path);
      if (making && isFile(spec)) {
        mkdirSync(dirname(path), { recursive: true });
        writeFileSync(path, await maker.pem(isCopy(spec) ? spec.copyOf : name));
        console.log(label);
      }
      if (!isFile(spec) && !making) {
        console.log(`${label}: not made again, files of the same key or issuer are there (--all makes them anew)`);
      } else if (!isFile(spec)) {
        console.log(`${label}: ${await maker.base64(name)}`);
      } else if (spec.printBase64 === true) {
        console.log(`${label}: ${firstBody(readFileSync(path, 'utf8'))}`);
      }
    }
  }
}

/** The names of the specs in groups, such that no spec shares a key with, or names, one of another group. */
function groupLinked(specs: Readonly<Record<string, CertificateSpec | CopySpec>>): readonly (readonly string[])[] {
  const groups = new Map<string, string[]>();
  const groupOf = (node: string): string[] => {
    const group = groups.get(node) ?? [node];
    groups.set(node, group);
    return group;
  };
  const link = (a: string, b: string): void => {
    const [into, from] = [groupOf(a), groupOf(b)];
    if (into !== from) {
      into.push(...from);
      from.forEach((node) => groups.set(node, into));
    }
  };
  for (const [name, spec] of Object.entries(specs)) {
    groupOf(name);
    if (isCopy(spec)) {
      link(name, spec.copyOf);
      continue;
    }
    const { keyName, issuer = 'self', chain = [] } = spec;
    for (const other of issuer === 'self' ? chain : [issuer, ...chain]) {
      link(name, other);
    }
    if (keyName !== undefined) {
      // A blank line cannot be part of a path in a manifest, so no spec is called like this.
      link(name, `\n\n${keyName}`);
    }
  }
  return [...new Set(groups.values())].map((group) => group.filter((node) => node in specs));
}

function isCopy(spec: CertificateSpec | CopySpec): spec is CopySpec {
  return 'copyOf' in spec;
}

/** Whether an entry is written, and not only printed. */
function isFile(spec: OutputSpec): boolean {
  return isCopy(spec) || spec.as !== 'base64';
}

function firstBody(pem: string): string {
  const body = /-----BEGIN [^-]+-----([^-]+)-----END/.exec(pem)?.[1] ?? '';
  return body.replace(/\s+/g, '');
}
