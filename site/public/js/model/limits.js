import { formatBytes } from './format.js';

/**
 * Why a file cannot be sent; undefined when it can.
 *
 * @param {Pick<File, 'name' | 'size' | 'type'>} file
 * @param {Pick<Limits, 'maxBytes' | 'allowedTypes'>} limits
 * @param {Texts} texts
 */
export function refusal(file, limits, texts) {
  /** @type {string[]} */
  const types = limits.allowedTypes;
  const allowed = texts.or(types.map((type) => typeName(type, texts)));
  if (!types.includes(file.type)) {
    return file.type === ''
      ? texts.refused.unknownType(file.name, allowed)
      : texts.refused.type(typeName(file.type, texts), allowed);
  }
  if (file.size === 0) return texts.refused.empty;
  if (file.size > limits.maxBytes) {
    const size = formatBytes(file.size, texts);
    const limit = formatBytes(limits.maxBytes, texts);
    return size === limit ? texts.refused.justTooLarge(limit) : texts.refused.tooLarge(size, limit);
  }
  return undefined;
}

/** A media type's common name. */
export const typeName = (type, texts) => texts.types[type] ?? texts.otherType(type);
