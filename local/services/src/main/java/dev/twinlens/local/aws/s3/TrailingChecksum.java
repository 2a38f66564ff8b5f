package dev.twinlens.local.aws.s3;

import java.io.IOException;
import java.io.InputStream;
import java.util.Base64;
import java.util.Optional;
import org.gaul.s3proxy.checksum.FlexChecksum;
import software.amazon.awssdk.checksums.SdkChecksum;

/**
 * A checksum that a client sends after the body that it is of, as today's SDKs do.
 *
 * @param value base64
 */
public record TrailingChecksum(FlexChecksum algorithm, String value) {

  /** Reads a request's trailer, which comes when the body has been read. */
  @FunctionalInterface
  public interface Reader {
    Optional<TrailingChecksum> read() throws IOException;
  }

  /** Throws S3's 400 when it is not the checksum of the content. */
  public void verify(InputStream content) throws IOException {
    SdkChecksum checksum = algorithm.newChecksum();
    byte[] buffer = new byte[64 * 1024];
    for (int read = content.read(buffer); read >= 0; read = content.read(buffer)) {
      checksum.update(buffer, 0, read);
    }
    if (!Base64.getEncoder().encodeToString(checksum.getChecksumBytes()).equals(value)) {
      throw S3Errors.error(
          400,
          "BadDigest",
          "The " + algorithm.name() + " you specified did not match the calculated checksum.");
    }
  }
}
