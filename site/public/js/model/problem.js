/**
 * A request that did not succeed.
 *
 * `status` is 0 without a response. `detail` is from problem+json (RFC 9457) or S3's XML.
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

  get isLost() {
    return this.status === 0;
  }

  /** The same request can succeed later. */
  get isPassing() {
    return (
      this.isLost ||
      this.status === 408 ||
      this.status === 429 ||
      this.status >= 500 ||
      // S3 sends these with 400 and 409.
      ['RequestTimeout', 'OperationAborted'].includes(this.title)
    );
  }

  get reason() {
    const fields = this.errors.map(({ field, message }) => `${field}: ${message}`);
    return fields.join(' ') || this.detail || this.title;
  }
}

export const lostConnection = () => new Problem({ status: 0 });

export function problemFrom(status, contentType, body) {
  const type = (contentType ?? '').toLowerCase();
  if (type.includes('json')) {
    const json = parseJson(body);
    // API Gateway itself sends {"message": …}.
    return new Problem({
      status,
      title: text(json.title),
      detail: text(json.detail) || text(json.message),
      errors: (Array.isArray(json.errors) ? json.errors : []).filter(
        (error) => text(error?.field) && text(error?.message),
      ),
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
