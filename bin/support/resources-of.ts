import type { StackTemplate, TemplateResource } from './template-of';

/** The resources of one type, by their logical ids, in the order of the template. */
export function resourcesOf(template: StackTemplate, type: string): readonly (readonly [string, TemplateResource])[] {
  return Object.entries(template.Resources).filter(([, resource]) => resource.Type === type);
}
