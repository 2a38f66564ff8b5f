/**
 * A request that did not succeed.
 *
 * `status` is the HTTP status, 0 when no answer came. `detail` is the server's own words, from
 * problem+json (RFC 9457) or from S3's XML, and is empty when it gave none.
 */
export class Problem extends Error {
  constructor({ status, title = '', detail = '', errors = [] }) {
    super(detail || title || `HTTP ${status}`);
    this.name = 'Problem';
    this.status = status;
    this.title = title;
    this.detail = detail;
    this.errors = errors;
  }

  /** No answer came: the connection, not the request, was at fault. */
  get isLost() {
    return this.status === 0;
  }

  /** Worth the same request again. */
  get isPassing() {
    return (
      this.isLost ||
      this.status === 408 ||
      this.status === 429 ||
      this.status >= 500 ||
      // S3's own, with statuses (400, 409) that mean something else elsewhere.
      ['RequestTimeout', 'OperationAborted'].includes(this.title)
    );
  }

  /** What to show a person: the fields that are wrong, else the detail, else the title. */
  get reason() {
    const fields = this.errors.map((error) => error.message).filter(Boolean);
    return fields.length > 0 ? fields.join(' ') : this.detail || this.title;
  }
}

export const lostConnection = () => new Problem({ status: 0 });

/** Reads the answer's body as a problem, whatever its shape. */
export function problemFrom(status, contentType, body) {
  const type = (contentType ?? '').toLowerCase();
  if (type.includes('json')) {
    const json = parseJson(body);
    // API Gateway's own errors are {"message": …}, ours are RFC 9457.
    return new Problem({
      status,
      title: text(json.title),
      detail: text(json.detail) || text(json.message),
      errors: Array.isArray(json.errors)
        ? json.errors.map((error) => ({ field: text(error?.field), message: text(error?.message) }))
        : [],
    });
  }
  if (type.includes('xml') || body.startsWith('<?xml')) {
    return new Problem({ status, title: element(body, 'Code'), detail: element(body, 'Message') });
  }
  return new Problem({ status });
}

function parseJson(body) {
  try {
    const value = JSON.parse(body);
    return value !== null && typeof value === 'object' ? value : {};
  } catch {
    return {};
  }
}

const text = (value) => (typeof value === 'string' ? value : '');

const entities = { '&lt;': '<', '&gt;': '>', '&quot;': '"', '&apos;': "'", '&amp;': '&' };

function element(xml, name) {
  const found = new RegExp(`<${name}>([^<]*)</${name}>`).exec(xml);
  return found ? found[1].replace(/&(?:lt|gt|quot|apos|amp);/g, (entity) => entities[entity]) : '';
}
