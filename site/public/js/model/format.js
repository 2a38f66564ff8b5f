const KIB = 1024;
const noBreak = '\u00a0';

/** 240512 → "235 kB". Units are steps of 1024, as the API's limits are. */
export function formatBytes(bytes, texts) {
  const units = ['byte', 'kilobyte', 'megabyte', 'gigabyte'];
  let value = bytes;
  let unit = 0;
  // 999.6 kB would show as 1,000 kB.
  while (unit < units.length - 1 && Math.round(value) >= 1000) {
    value /= KIB;
    unit += 1;
  }
  return new Intl.NumberFormat(texts.language, {
    style: 'unit',
    unit: units[unit],
    unitDisplay: unit === 0 ? 'long' : 'short',
    maximumFractionDigits: unit > 1 && value < 10 ? 1 : 0,
  })
    .format(value)
    .replaceAll(' ', noBreak);
}

export const wholePercent = (confidence) => Math.round(confidence);

export const formatConfidence = (confidence, texts) => texts.percent(wholePercent(confidence));

export const formatFraction = (part, whole, texts) =>
  texts.percent(whole === 0 ? 100 : Math.floor((100 * part) / whole));

export const labelText = (label, texts) =>
  texts.labelWithConfidence(label.name, formatConfidence(label.confidence, texts));

export const formatInstant = (iso, texts) =>
  new Intl.DateTimeFormat(texts.language, { dateStyle: 'medium', timeStyle: 'short' }).format(
    new Date(iso),
  );

/** The day in the reader's time zone: "2026-11-21". */
export function dayOf(instant) {
  const date = new Date(instant);
  const two = (n) => String(n).padStart(2, '0');
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}

export function dayHeading(day, now, texts) {
  const [year, month, date] = day.split('-').map(Number);
  const today = new Date(now);
  const yesterday = new Date(today.getFullYear(), today.getMonth(), today.getDate() - 1);
  if (day === dayOf(today)) return texts.gallery.today;
  if (day === dayOf(yesterday)) return texts.gallery.yesterday;
  return new Intl.DateTimeFormat(texts.language, {
    weekday: 'long',
    day: 'numeric',
    month: 'long',
    ...(year === today.getFullYear() ? {} : { year: 'numeric' }),
  }).format(new Date(year, month - 1, date));
}

/** The last segment of an object key; the whole key when that is empty. */
export const nameOfKey = (key) => key.split('/').at(-1) || key;

/** As checksum tools print it; unchanged when it is not base64. */
export function hexOfBase64(base64) {
  try {
    return Array.from(atob(base64), (c) => c.charCodeAt(0).toString(16).padStart(2, '0')).join('');
  } catch {
    return base64;
  }
}

export const typeName = (type, texts) => texts.types[type] ?? texts.otherType(type);
