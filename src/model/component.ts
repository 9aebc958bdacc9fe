import type { Location } from '../location.js';
import type { XmlElement } from '../xml/element.js';

/**
 * Something a finding can point at: a stretch of a file, and the keyed element path that names it without line or
 * index, such as `namedCredentialParameters[parameterType=Url].parameterValue`. The path is empty for a whole component.
 */
export interface Placed {
  readonly at: Location;
  readonly element: string;
}

/** A value and where it was written. Every leaf of the model is one; an element without text is no field. */
export interface Field<Value = string> extends Placed {
  readonly value: Value;
}

/** A component's name, as package.xml writes it. Outlives moved files and reordered XML. */
export interface ComponentRef<Type extends string = string> {
  readonly type: Type;
  readonly fullName: string;
}

/** What every component has besides its own fields. `at` is its root element. */
export interface ComponentBase<Type extends string = string> extends ComponentRef<Type>, Placed {}

/** `Type:FullName`, the identity that findings, suppressions and config use. */
export const componentKey = ({ type, fullName }: ComponentRef): string => `${type}:${fullName}`;

/** A component as people speak of it: `Named Credential EMEA_Org`. */
export const titleOf = ({ type, fullName }: ComponentRef): string =>
  `${type.replace(/(?<=[a-z])(?=[A-Z])/g, ' ')} ${fullName}`;

/** A component's mention of another component by name; the other one may not be in the project. */
export interface Reference extends Placed {
  readonly from: ComponentBase;
  readonly to: ComponentRef;
  /** Salesforce's own word for the use: a parameterType, or the element's name. */
  readonly role: string;
}

/** One parameter or other repeated child of a component, with the path that names it. */
export class ElementReader implements Placed {
  public readonly at: Location;

  public constructor(
    private readonly xml: XmlElement,
    public readonly element: string
  ) {
    this.at = xml.at;
  }

  /** The first child element of that name that has a text. */
  public field(name: string): Field | undefined {
    return this.fields(name)[0];
  }

  /** All child elements of that name that have a text, in file order. */
  public fields(name: string): readonly Field[] {
    return this.xml.children
      .filter((child) => child.name === name && child.text !== '')
      .map((child) => ({ value: child.text, at: child.textAt, element: this.pathOf(name) }));
  }

  /** The first child of that name, when it says `true` or `false`. */
  public flag(name: string): Field<boolean> | undefined {
    const field = this.field(name);
    if (field?.value !== 'true' && field?.value !== 'false') return undefined;
    return { ...field, value: field.value === 'true' };
  }

  /** The children of that name; `key` names the child elements whose texts tell one from another. */
  public children(name: string, ...key: readonly string[]): readonly ElementReader[] {
    return this.xml.children
      .filter((child) => child.name === name)
      .map((child) => {
        const keys = key.flatMap((part) => {
          const text = child.children.find((grandchild) => grandchild.name === part)?.text;
          return text ? [`${part}=${text}`] : [];
        });
        return new ElementReader(child, this.pathOf(keys.length > 0 ? `${name}[${keys.join(',')}]` : name));
      });
  }

  private pathOf(name: string): string {
    return this.element === '' ? name : `${this.element}.${name}`;
  }
}
