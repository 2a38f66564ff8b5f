package dev.twinlens.local.services.s3.awssdk;

import com.google.common.io.ByteStreams;
import dev.twinlens.local.services.s3.S3Errors;
import java.io.IOException;
import java.io.InputStream;
import org.gaul.s3proxy.blobstore.SdkRequests;

/** A non-empty range of an object's bytes. */
record ByteRange(long first, long length) {

  /**
   * Reads a Range header with one range.
   *
   * @throws software.amazon.awssdk.awscore.exception.AwsServiceException 416 when the range
   *     contains no byte of the object
   */
  static ByteRange parse(String header, long size) {
    SdkRequests.ByteRange range = SdkRequests.parseRange(header);
    long first = range.first() == null ? Math.max(0, size - range.last()) : range.first();
    long last =
        range.first() == null || range.last() == null ? size - 1 : Math.min(range.last(), size - 1);
    if (first > last) {
      throw S3Errors.error(416, "InvalidRange", "The requested range is not satisfiable");
    }
    return new ByteRange(first, last - first + 1);
  }

  String contentRange(long size) {
    return "bytes " + first + "-" + (first + length - 1) + "/" + size;
  }

  InputStream of(InputStream whole) throws IOException {
    whole.skipNBytes(first);
    return ByteStreams.limit(whole, length);
  }
}
