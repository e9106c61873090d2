import { visible } from '../../lib/visible.js';

/** An element of `page.html`. */
export function find<TElement extends HTMLElement = HTMLElement>(id: string): TElement {
  return document.getElementById(id) as TElement;
}

/** An element with text, which is never read as markup. */
export function create<TName extends keyof HTMLElementTagNameMap>(
  tag: TName,
  text = '',
  className = '',
): HTMLElementTagNameMap[TName] {
  const element = document.createElement(tag);
  element.textContent = visible(text);
  element.className = className;
  return element;
}
