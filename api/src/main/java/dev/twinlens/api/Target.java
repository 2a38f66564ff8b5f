package dev.twinlens.api;

/**
 * A request's target (RFC 9112, section 3.2), still encoded.
 *
 * @param path begins with a slash
 * @param query without its question mark; empty when there is none
 */
record Target(String path, String query) {
  static Target parse(String text) {
    int mark = text.indexOf('?');
    return mark < 0
        ? new Target(text, "")
        : new Target(text.substring(0, mark), text.substring(mark + 1));
  }
}
