/**
 * Makes an element. `props`: a function is a listener, true/false sets or leaves out an attribute,
 * anything else is an attribute's value. Children are nodes or texts; empty ones are left out.
 * Nothing is ever parsed as HTML, and no style attribute is written.
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
  children
    .flat(Infinity)
    .filter((child) => child !== undefined && child !== null && child !== false && child !== '');

export function fill(element, ...children) {
  element.replaceChildren(...present(children));
  return element;
}

/** Changes the text only when it differs, so that a screen reader is not told the same twice. */
export function setText(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

/**
 * Keeps `parent`'s children in step with `items`: an item that stays keeps its element (and with it
 * focus, and the picture that is already loaded). `create(item)` → `{element, update(item)}`.
 */
export function keyed(parent, keyOf, create) {
  let parts = new Map();
  return (items) => {
    const keys = new Set(items.map(keyOf));
    // First, so that those that stay need not be moved: that would take their focus.
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
      if (part.element === at) at = at.nextSibling;
      else parent.insertBefore(part.element, at);
    }
    parts = next;
  };
}

export const hiddenText = (text) => h('span', { class: 'visually-hidden' }, text);
