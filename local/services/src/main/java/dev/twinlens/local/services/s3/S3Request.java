package dev.twinlens.local.services.s3;

import dev.twinlens.local.services.auth.QueryString;
import dev.twinlens.local.services.auth.SignedRequest;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collections;
import java.util.Enumeration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import org.gaul.s3proxy.checksum.FlexChecksum;

/**
 * A request as S3 reads it: its parameters are those of the query, in UTF-8, regardless of the
 * body's content type; and its body stays readable after it has been closed.
 */
final class S3Request extends HttpServletRequestWrapper {
  private static final String USER_METADATA = "x-amz-meta-";

  /** Headers that S3Proxy rejects. The blob store reads them from {@link CurrentRequest}. */
  private static final Set<String> UNKNOWN_TO_S3PROXY =
      Set.of("x-amz-tagging", "x-amz-tagging-directive", "x-amz-website-redirect-location");

  private final Map<String, String[]> parameters = new LinkedHashMap<>();
  private final Body body;
  private Optional<S3Access> access = Optional.empty();

  S3Request(HttpServletRequest request) throws IOException {
    super(request);
    QueryString.parse(Objects.requireNonNullElse(request.getQueryString(), ""))
        .firstValues()
        .forEach((name, value) -> parameters.put(name, new String[] {value}));
    body = new Body(request);
  }

  /** A request ID in S3's format. */
  static String newId() {
    return UUID.randomUUID().toString().replace("-", "").substring(0, 16).toUpperCase(Locale.ROOT);
  }

  /** What the request may do; empty until its caller is known. */
  Optional<S3Access> access() {
    return access;
  }

  void access(S3Access known) {
    access = Optional.of(known);
  }

  /** The checksum after the body; empty for none. Reads the body to its end. */
  Optional<ObjectChecksum> trailingChecksum() throws IOException {
    FlexChecksum algorithm =
        getHeader("x-amz-trailer") == null
            ? null
            : FlexChecksum.fromHeaderName(getHeader("x-amz-trailer"));
    if (algorithm == null) {
      return Optional.empty();
    }
    drain();
    String name = algorithm.header() + ":";
    return body.end()
        .lines()
        .filter(line -> line.regionMatches(/* ignoreCase= */ true, 0, name, 0, name.length()))
        .reduce((first, last) -> last)
        .map(line -> new ObjectChecksum(algorithm, line.substring(name.length()).trim()));
  }

  /**
   * Reads the rest of the body. Otherwise a client that is still sending, or waiting for permission
   * to send (Expect: 100-continue), could get a closed connection instead of the response.
   */
  void drain() throws IOException {
    byte[] discarded = new byte[64 * 1024];
    int read = 0;
    while (read >= 0) {
      read = body.read(discarded, 0, discarded.length);
    }
  }

  /** A header as it was sent, one character for each byte. An empty one is absent, as in S3. */
  Optional<String> rawHeader(String name) {
    return Optional.ofNullable(super.getHeader(name)).filter(value -> !value.isEmpty());
  }

  /** As in S3, values of the same name are joined. */
  Map<String, String> userMetadata() {
    Map<String, String> metadata = new TreeMap<>();
    for (String header : Collections.list(super.getHeaderNames())) {
      String name = header.toLowerCase(Locale.ROOT);
      if (name.startsWith(USER_METADATA)) {
        metadata.put(
            name.substring(USER_METADATA.length()),
            String.join(",", Collections.list(super.getHeaders(header))));
      }
    }
    return metadata;
  }

  @Override
  public Enumeration<String> getHeaderNames() {
    return Collections.enumeration(
        Collections.list(super.getHeaderNames()).stream()
            .filter(name -> !UNKNOWN_TO_S3PROXY.contains(name.toLowerCase(Locale.ROOT)))
            .toList());
  }

  @Override
  @SuppressWarnings("NullAway") // as the Servlet API requires for an absent header
  public String getHeader(String name) {
    String value = super.getHeader(name);
    return value == null ? null : SignedRequest.text(value);
  }

  @Override
  public Enumeration<String> getHeaders(String name) {
    return Collections.enumeration(
        Collections.list(super.getHeaders(name)).stream().map(SignedRequest::text).toList());
  }

  /** S3 stores the header Expires as it was sent, even if it is not a date. */
  @Override
  public long getDateHeader(String name) {
    return name.equalsIgnoreCase("Expires") ? -1 : super.getDateHeader(name);
  }

  /** As sent: S3 does not interpret the charset. */
  @Override
  public String getContentType() {
    return getHeader("Content-Type");
  }

  @Override
  public ServletInputStream getInputStream() {
    return body;
  }

  @Override
  @SuppressWarnings("NullAway") // as the Servlet API requires for an absent parameter
  public String getParameter(String name) {
    String[] values = parameters.get(name);
    return values == null ? null : values[0];
  }

  @Override
  public Map<String, String[]> getParameterMap() {
    return Collections.unmodifiableMap(parameters);
  }

  @Override
  public Enumeration<String> getParameterNames() {
    return Collections.enumeration(parameters.keySet());
  }

  @Override
  @SuppressWarnings("NullAway") // as the Servlet API requires for an absent parameter
  public String[] getParameterValues(String name) {
    return parameters.get(name);
  }

  private static final class Body extends ServletInputStream {
    /** Longer than a trailer with its signature. */
    private static final int END_BYTES = 512;

    private final HttpServletRequest request;
    private byte[] end = new byte[0];

    Body(HttpServletRequest request) {
      this.request = request;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      int read = request.getInputStream().read(bytes, offset, length);
      if (read > 0) {
        remember(bytes, offset, read);
      }
      return read;
    }

    private void remember(byte[] bytes, int offset, int length) {
      int kept = Math.max(0, Math.min(end.length, END_BYTES - length));
      int added = Math.min(length, END_BYTES);
      byte[] longer = Arrays.copyOfRange(end, end.length - kept, end.length + added);
      System.arraycopy(bytes, offset + length - added, longer, kept, added);
      end = longer;
    }

    /** The bytes that were read last. */
    private String end() {
      return new String(end, StandardCharsets.ISO_8859_1);
    }

    @Override
    public boolean isFinished() {
      throw new UnsupportedOperationException("bodies are read in blocking mode");
    }

    @Override
    public boolean isReady() {
      throw new UnsupportedOperationException("bodies are read in blocking mode");
    }

    @Override
    public void setReadListener(ReadListener listener) {
      throw new UnsupportedOperationException("bodies are read in blocking mode");
    }

    @Override
    public void close() {
      // Left open for drain().
    }
  }
}
