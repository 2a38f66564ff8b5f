package dev.twinlens.domain.storage;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;

/**
 * The content of one object version as it arrives. Closed before its end, it breaks the connection
 * off, for reading the rest of a large object takes longer than a new connection.
 */
public final class ObjectContent extends FilterInputStream {
  private final ResponseInputStream<GetObjectResponse> content;
  private boolean ended;

  ObjectContent(ResponseInputStream<GetObjectResponse> content) {
    super(content);
    this.content = content;
  }

  /** What S3 says of the object. */
  public GetObjectResponse response() {
    return content.response();
  }

  @Override
  public int read() throws IOException {
    int read = super.read();
    ended |= read < 0;
    return read;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    int read = super.read(bytes, offset, length);
    ended |= read < 0;
    return read;
  }

  @Override
  public void close() {
    if (!ended) {
      content.abort();
    }
    try {
      super.close();
    } catch (IOException e) {
      throw new UncheckedIOException("The original cannot be read from S3.", e);
    }
  }
}
