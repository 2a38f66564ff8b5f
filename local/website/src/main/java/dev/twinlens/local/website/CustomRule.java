package dev.twinlens.local.website;

/**
 * One redirect or rewrite of an Amplify app.
 *
 * @param source path with at most one {@code <*>} at its end, with {@code <name>} placeholders, or
 *     a regular expression as {@code </…/>}
 * @param target path or URL to go to, with the same placeholders
 * @param status {@code 200} (rewrite), {@code 301}, {@code 302} (redirects), {@code 404} and {@code
 *     404-200} (only when there is no such file)
 * @see <a href="https://docs.aws.amazon.com/amplify/latest/userguide/redirects.html">Amplify's
 *     redirects</a>
 */
public record CustomRule(String source, String target, String status) {}
