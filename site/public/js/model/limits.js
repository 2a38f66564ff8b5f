import { formatBytes } from './format.js';

/**
 * Why a file may not be sent, or undefined when it may. `file` is `{size, type}`; the limits are
 * those of `GET /uploads`.
 */
export function refusal(file, limits, texts) {
  const allowed = texts.or(limits.allowedTypes.map((type) => typeName(type, texts)));
  if (!limits.allowedTypes.includes(file.type)) {
    return file.type === ''
      ? texts.refused.unknownType(allowed)
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

/** A media type as a person calls it. */
export const typeName = (type, texts) => texts.types[type] ?? texts.otherType(type);
