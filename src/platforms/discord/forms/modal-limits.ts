/** A walker that proves a modal before it is opened. */
import type { Json, JsonObject } from "../../platform.ts";
import { componentType, isList, isObject } from "../draw/components.ts";
import { discordLimits } from "../limits.ts";

/** How long a text may be, and whether it may be left out. */
function findTextFaults(
  text: Json | undefined,
  { path, most, optional }: { path: string; most: number; optional?: true },
): readonly string[] {
  if (text === undefined && optional) return [];
  if (typeof text !== "string" || text.trim() === "") return [`${path}: no visible text`];
  return text.length > most ? [`${path}: ${text.length} characters of ${most}`] : [];
}

function findCountFaults(
  list: Json | undefined,
  { path, least, most }: { path: string; least: number; most: number },
): readonly string[] {
  const count = isList(list) ? list.length : 0;
  return count < least || count > most ? [`${path}: ${count}, not ${least} to ${most}`] : [];
}

function findOptionFaults(component: JsonObject, path: string, counts: [number, number]): string[] {
  const options = isList(component["options"]) ? component["options"].filter(isObject) : [];
  const [least, most] = counts;
  const values = options.map(({ value }) => value);
  return [
    ...findCountFaults(component["options"], { path: `${path}.options`, least, most }),
    ...(new Set(values).size === values.length ? [] : [`${path}.options: a value twice`]),
    ...options.flatMap(({ label, value }, index) => [
      ...findTextFaults(label, {
        path: `${path}.options[${index}].label`,
        most: discordLimits.choiceName,
      }),
      ...findTextFaults(value, {
        path: `${path}.options[${index}].value`,
        most: discordLimits.choiceValue,
      }),
    ]),
  ];
}

function findInputFaults(input: JsonObject, path: string): readonly string[] {
  const most = input["max_length"];
  const isLimit = typeof most === "number" && most >= 1 && most <= discordLimits.inputText;
  return [
    ...(isLimit ? [] : [`${path}.max_length`]),
    ...findTextFaults(input["value"], {
      path: `${path}.value`,
      most: isLimit ? most : discordLimits.inputText,
      optional: true,
    }),
    ...findTextFaults(input["placeholder"], {
      path: `${path}.placeholder`,
      most: discordLimits.inputPlaceholder,
      optional: true,
    }),
  ];
}

function findFieldFaults(component: Json | undefined, path: string): readonly string[] {
  if (!isObject(component)) return [`${path}: not a component`];
  const { fewestRadios, radios, checkboxes, selectOptions } = discordLimits;
  switch (component["type"]) {
    case componentType.textInput:
      return findInputFaults(component, path);
    case componentType.radioGroup:
      return findOptionFaults(component, path, [fewestRadios, radios]);
    case componentType.checkboxGroup:
      return findOptionFaults(component, path, [1, checkboxes]);
    case componentType.stringSelect:
      return findOptionFaults(component, path, [1, selectOptions]);
    case componentType.channelSelect:
      return [];
    default:
      return [`${path}: a component that we do not use`];
  }
}

function findLabelFaults(component: Json, path: string): readonly string[] {
  if (!isObject(component)) return [`${path}: not a component`];
  if (component["type"] === componentType.textDisplay) {
    return findTextFaults(component["content"], { path, most: discordLimits.text });
  }
  if (component["type"] !== componentType.label) return [`${path}: a component that we do not use`];
  const field = component["component"];
  return [
    ...findTextFaults(component["label"], {
      path: `${path}.label`,
      most: discordLimits.fieldLabel,
    }),
    ...findTextFaults(component["description"], {
      path: `${path}.description`,
      most: discordLimits.fieldHint,
      optional: true,
    }),
    ...findTextFaults(isObject(field) ? field["custom_id"] : undefined, {
      path: `${path}.custom_id`,
      most: discordLimits.customId,
    }),
    ...findFieldFaults(field, `${path}.component`),
  ];
}

/** Every way in which Discord would refuse this modal; empty when there is none. */
export function findModalFaults(modal: JsonObject): readonly string[] {
  const components = isList(modal["components"]) ? modal["components"] : [];
  const ids = components
    .filter(isObject)
    .flatMap(({ component }) => (isObject(component) ? [component["custom_id"]] : []));
  return [
    ...findTextFaults(modal["title"], { path: "title", most: discordLimits.modalTitle }),
    ...findTextFaults(modal["custom_id"], { path: "custom_id", most: discordLimits.customId }),
    ...findCountFaults(components, {
      path: "components",
      least: 1,
      most: discordLimits.modalFields,
    }),
    ...(new Set(ids).size === ids.length ? [] : ["components: a custom_id twice"]),
    ...components.flatMap((component, index) => findLabelFaults(component, `components[${index}]`)),
  ];
}
