package dev.twinlens.local.aws.s3;

import dev.twinlens.local.aws.auth.QueryString;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import java.io.IOException;
import java.util.Collections;
import java.util.Enumeration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/**
 * A request as S3 reads it: parameters are those of the query, in UTF-8, whatever the body is and
 * says to be; and the body stays readable when whoever reads it thinks to be done.
 */
final class S3Request extends HttpServletRequestWrapper {
  private final Map<String, String[]> parameters = new LinkedHashMap<>();
  private final Body body;

  S3Request(HttpServletRequest request) throws IOException {
    super(request);
    QueryString.parse(Objects.requireNonNullElse(request.getQueryString(), ""))
        .firstValues()
        .forEach((name, value) -> parameters.put(name, new String[] {value}));
    body = new Body(request);
  }

  /**
   * Reads what is left of the body. A client that still sends, or waits for a word on whether to
   * send at all (Expect: 100-continue), would otherwise lose an answer to a closed connection.
   */
  void drain() throws IOException {
    byte[] discarded = new byte[64 * 1024];
    int read = 0;
    while (read >= 0) {
      read = body.read(discarded, 0, discarded.length);
    }
  }

  /** As it was sent: a charset that no one knows is none of S3's business. */
  @Override
  public String getContentType() {
    return getHeader("Content-Type");
  }

  @Override
  public ServletInputStream getInputStream() {
    return body;
  }

  @Override
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
  public String[] getParameterValues(String name) {
    return parameters.get(name);
  }

  private static final class Body extends ServletInputStream {
    private final HttpServletRequest request;

    Body(HttpServletRequest request) {
      this.request = request;
    }

    @Override
    public int read() throws IOException {
      return request.getInputStream().read();
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      return request.getInputStream().read(bytes, offset, length);
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
