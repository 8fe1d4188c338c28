import Handlebars from 'handlebars';

/** What every object of JavaScript has, and what Handlebars calls when a helper is missing: no template may name it. */
const NOT_DATA = new Set([
  ...Object.getOwnPropertyNames(Object.prototype),
  'prototype',
  'helperMissing',
  'blockHelperMissing',
]);

type Named = { line: number; column: number; what: string };
type Path = { parts?: unknown[]; original?: unknown; loc: { start: { line: number; column: number } } };

/** Names in a template that can be none of its data: included templates that do not exist, and names of JavaScript itself. */
export function wrongNames(text: string, templates: ReadonlySet<string>): Named[] {
  const found: Named[] = [];
  const note = ({ loc }: Path, what: string) =>
    found.push({ line: loc.start.line, column: loc.start.column + 1, what });
  class Names extends Handlebars.Visitor {
    override PathExpression(path: hbs.AST.PathExpression): void {
      const wrong = path.parts.find((part) => NOT_DATA.has(String(part)));
      if (wrong !== undefined) note(path, `"${wrong}" is no variable`);
    }
    override PartialStatement(partial: hbs.AST.PartialStatement): void {
      const { name } = partial;
      if (!('original' in name)) note(partial, 'a template is included by its name, not by a computed one');
      else if (!templates.has(String(name.original))) note(partial, `there is no template "${String(name.original)}"`);
      super.PartialStatement(partial);
    }
  }
  new Names().accept(Handlebars.parse(text));
  return found;
}
