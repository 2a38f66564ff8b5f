package dev.twinlens.local.services.s3;

import java.io.IOException;
import java.io.InputStream;
import java.util.Base64;
import org.gaul.s3proxy.checksum.FlexChecksum;
import software.amazon.awssdk.checksums.SdkChecksum;

/**
 * One of the checksums that S3 stores with objects.
 *
 * @param value base64
 */
public record ObjectChecksum(FlexChecksum algorithm, String value) {

  /** The checksum of all content of the stream. */
  public static ObjectChecksum of(FlexChecksum algorithm, InputStream content) throws IOException {
    SdkChecksum checksum = algorithm.newChecksum();
    byte[] buffer = new byte[64 * 1024];
    for (int read = content.read(buffer); read >= 0; read = content.read(buffer)) {
      checksum.update(buffer, 0, read);
    }
    return new ObjectChecksum(
        algorithm, Base64.getEncoder().encodeToString(checksum.getChecksumBytes()));
  }

  byte[] bytes() {
    return Base64.getDecoder().decode(value);
  }

  /** Throws S3's 400 when it is not the checksum of the content. */
  public void verify(InputStream content) throws IOException {
    if (!of(algorithm, content).equals(this)) {
      throw S3Errors.error(
          400,
          "BadDigest",
          "The " + algorithm.name() + " you specified did not match the calculated checksum.");
    }
  }
}
