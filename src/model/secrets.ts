import type { ComponentBase, Field } from './component.js';
import type { CustomHttpHeader } from './externalDataSource.js';
import { METADATA_TYPES, type Component, type MetadataType } from './metadataTypes.js';
import type { Project } from './project.js';
import { isReplaced } from './replacement.js';
import {
  isSecretName,
  judgeIdentifier,
  judgeNamed,
  judgeSecret,
  knownTokens,
  urlSecrets,
  type SecretSpan,
} from './secretValue.js';

/** A literal that stands where a secret belongs. Its value goes nowhere but into the judgement. */
export interface Secret {
  readonly component: ComponentBase;
  /** `at` is the secret itself where its place is known to the character, else all of the value that holds it. */
  readonly field: Field;
  /** What it is, to follow `a literal`: `password`, `secret in the HTTP header Authorization`. */
  readonly what: string;
  /** `live` for what looks like a real secret, `stand-in` for a placeholder word in its place. */
  readonly kind: 'live' | 'stand-in';
  readonly confidence: 'high' | 'medium';
  /** Whose secret its shape says it is, in a few words: `a GitHub token`. */
  readonly shape?: string;
}

/** A project never changes, and both the rule and the masking of sources ask. */
const found = new WeakMap<Project, readonly Secret[]>();

/** All literals of a project that stand where a secret belongs, also in files that are not deployed. */
export function secretsOf(project: Project): readonly Secret[] {
  const known = found.get(project) ?? findSecrets(project);
  found.set(project, known);
  return known;
}

const findSecrets = (project: Project): readonly Secret[] =>
  (Object.keys(METADATA_TYPES) as MetadataType[]).flatMap((type) =>
    METADATA_TYPES[type].onDemand
      ? []
      : project.allInRepository(type).flatMap((component) => secretsIn(component, project))
  );

/** A comparison scans a component that has not changed twice. */
const inComponents = new WeakMap<Component, readonly Secret[]>();

function secretsIn(component: Component, project: Project): readonly Secret[] {
  const find = (): readonly Secret[] => placesOf(component).flatMap((place) => secretAt(project, component, place));
  // What a build replaces is a matter of the project.
  if (project.definition?.replacements.length) return find();
  const known = inComponents.get(component) ?? find();
  inComponents.set(component, known);
  return known;
}

/** A value, and what it is for as far as secrets go. */
interface Place {
  readonly field: Field;
  readonly what: string;
  /**
   * `secret`: for nothing but a secret. `named`: for a secret if the name beside it says so, which it does.
   * `identifier`: for a user name. `other`: for anything else.
   */
  readonly use: 'secret' | 'named' | 'identifier' | 'other';
}

/** Elements that are for a secret and for nothing else, in whatever component. */
const SECRET_ELEMENTS: Readonly<Record<string, string>> = {
  password: 'password',
  oauthToken: 'OAuth token',
  oauthRefreshToken: 'OAuth refresh token',
  awsAccessSecret: 'AWS secret access key',
  consumerSecret: 'consumer secret',
  ecKey: 'EC key',
};
const IDENTIFIER_ELEMENTS: Readonly<Record<string, string>> = {
  username: 'user name',
  awsAccessKey: 'AWS access key',
};
/** Lists of the names of permissions and components: nobody's text, and thousands of them. */
const NAME_LISTS = new Set([
  'externalCredentialPrincipals',
  'userPermissions',
  'permissionSets',
  'mutingPermissionSets',
  'permissionSetName',
  'profileName',
]);

/** A repeated child of a credential that has a name and a value. */
interface Parameter {
  readonly parameterName: Field | undefined;
  readonly parameterType: Field | undefined;
  readonly parameterValue: Field | undefined;
}

function placesOf(component: Component): readonly Place[] {
  const places: Place[] = [];
  const visit = (key: string, value: unknown): void => {
    if (typeof value !== 'object' || value === null || NAME_LISTS.has(key)) return;
    if (Array.isArray(value)) {
      for (const entry of value) visit(key, entry);
    } else if (isField(value)) {
      const secret = SECRET_ELEMENTS[key];
      const identifier = IDENTIFIER_ELEMENTS[key];
      if (secret !== undefined) places.push({ field: value, what: secret, use: 'secret' });
      else if (identifier !== undefined)
        places.push({ field: value, what: `token as the ${identifier}`, use: 'identifier' });
      else places.push({ field: value, what: `secret in the element ${key}`, use: 'other' });
    } else if (isParameter(value)) {
      for (const [name, field] of Object.entries(value)) if (name !== 'parameterValue') visit(name, field);
      if (value.parameterValue) places.push(parameterPlace(value, value.parameterValue));
    } else if (isHttpHeader(value)) {
      const { headerFieldName, headerFieldValue } = value;
      if (headerFieldName) visit('headerFieldName', headerFieldName);
      if (headerFieldValue) {
        const parameterType = { ...headerFieldValue, value: 'HttpHeader' };
        places.push(
          parameterPlace(
            { parameterName: headerFieldName, parameterType, parameterValue: headerFieldValue },
            headerFieldValue
          )
        );
      }
    } else if ('at' in value && !('body' in value)) {
      for (const [name, child] of Object.entries(value)) visit(name, child);
    }
  };
  visit('', component);
  return places;
}

const isField = (value: object): value is Field =>
  'value' in value && typeof value.value === 'string' && 'at' in value && 'element' in value;

const isHttpHeader = (value: object): value is CustomHttpHeader => 'headerFieldName' in value;

const isParameter = (value: object): value is Parameter => 'parameterType' in value;

const PARAMETER_WORDS: Readonly<Record<string, string>> = {
  HttpHeader: 'HTTP header',
  AuthHeader: 'HTTP header',
  AuthProviderUrlQueryParameter: 'query parameter',
  JwtBodyClaim: 'JWT claim',
  JwtHeaderClaim: 'JWT header claim',
};
/** Template generators invent parameter types, `AuthProviderClientSecret` for one; `AuthHeader` is the platform's own. */
const SECRET_PARAMETER_TYPE = /secret|password/i;
const LONGEST_NAME = 60;

function parameterPlace({ parameterName, parameterType }: Parameter, field: Field): Place {
  const name = parameterName?.value ?? '';
  const type = parameterType?.value ?? '';
  const word = PARAMETER_WORDS[type] ?? 'parameter';
  // What goes into a message must be a name, and no token that got into the wrong element.
  const isPlain = /^[\w .-]+$/.test(name) && name.length <= LONGEST_NAME && knownTokens(name).length === 0;
  return {
    field,
    what: isPlain ? `secret in the ${word} ${name}` : `secret in ${/^[AHE]/.test(word) ? 'an' : 'a'} ${word}`,
    use: isSecretName(name) || SECRET_PARAMETER_TYPE.test(type) ? 'named' : 'other',
  };
}

/** What secret a place holds, if any: several of them in one value are one, from the first to the last. */
function secretAt(project: Project, component: Component, { field, what, use }: Place): readonly Secret[] {
  const { value } = field;
  const judged = judge(use, field, () => isReplaced(field, project.definition));
  const known = [...knownTokens(value), ...urlSecrets(value)];
  const spans = judged ? [judged, ...known] : known;
  const live = spans.filter(({ kind }) => kind === 'live');
  // A word is worth saying where it invites a real password; elsewhere tools and the platform itself write such words.
  if (live.length === 0 && (judged === undefined || !field.element.endsWith('password'))) return [];
  const start = Math.min(...spans.map((span) => span.start));
  const end = Math.max(...spans.map((span) => span.end));
  // References, CDATA and comments make the written text longer than the value, and then offsets mean nothing.
  const isExact = field.at.end - field.at.start === value.length;
  const shape = live.find((span) => span.shape !== undefined)?.shape;
  return [
    {
      component,
      field: {
        ...field,
        // A name that is part of the path may be the secret itself.
        element: live.length > 0 ? field.element.replaceAll(value.slice(start, end), '***') : field.element,
        at: isExact ? { ...field.at, start: field.at.start + start, end: field.at.start + end } : field.at,
      },
      what,
      kind: live.length > 0 ? 'live' : 'stand-in',
      confidence: live.some(({ confidence }) => confidence === 'high') ? 'high' : 'medium',
      ...(shape === undefined ? {} : { shape }),
    },
  ];
}

function judge(use: Place['use'], { value }: Field, isLeftToBuild: () => boolean): SecretSpan | undefined {
  switch (use) {
    case 'secret':
      return judgeSecret(value, isLeftToBuild());
    case 'named':
      return judgeNamed(value);
    case 'identifier':
      return judgeIdentifier(value);
    case 'other':
      return undefined;
  }
}
