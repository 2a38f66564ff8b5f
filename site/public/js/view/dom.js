/**
 * Makes an element. `props` are attributes and listeners, children are nodes and texts; undefined
 * and false ones are left out.
 *
 * @template {keyof HTMLElementTagNameMap} T
 * @param {T} tag
 * @param {Record<string, any>} [props]
 * @param {...any} children
 * @returns {HTMLElementTagNameMap[T]}
 */
export function h(tag, props = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) {
    if (typeof value === 'function') element.addEventListener(name, value);
    else if (value === true) element.setAttribute(name, '');
    else if (value !== false && value !== undefined) element.setAttribute(name, value);
  }
  element.append(...present(children));
  return element;
}

const present = (children) =>
  children.flat(Infinity).filter((child) => child !== undefined && child !== false && child !== '');

export function fill(element, ...children) {
  element.replaceChildren(...present(children));
  return element;
}

/**
 * Changes the text only when it differs, so that a screen reader does not read it twice.
 */
export function setText(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

/**
 * Updates `parent`'s children to `items`; an item that stays keeps its element. `create(item)` →
 * `{element, update(item), dispose()}`.
 *
 * @returns {(items: any[]) => void}
 */
export function keyed(parent, keyOf, create) {
  let parts = new Map();
  return (items) => {
    const keys = new Set(items.map(keyOf));
    // First, so that those that stay keep their focus.
    for (const [key, part] of parts) {
      if (!keys.has(key)) {
        part.element.remove();
        part.dispose?.();
      }
    }
    const next = new Map();
    let at = parent.firstChild;
    for (const item of items) {
      const key = keyOf(item);
      const part = parts.get(key) ?? create(item);
      part.update(item);
      next.set(key, part);
      if (part.element === at) at = part.element.nextSibling;
      else parent.insertBefore(part.element, at);
    }
    parts = next;
  };
}

export const hiddenText = (text) => h('span', { class: 'visually-hidden' }, text);
