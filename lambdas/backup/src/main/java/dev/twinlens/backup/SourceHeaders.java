package dev.twinlens.backup;

import com.azure.storage.blob.models.BlobHttpHeaders;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;

/**
 * The content headers of an object, in two parts.
 *
 * @param blob those that the blob has too
 * @param others those that a blob does not have, or not with this value, names in lower case
 */
record SourceHeaders(BlobHttpHeaders blob, Map<String, String> others) {
  /** What both services keep as it is: an empty value, or white space around one, is lost. */
  private static final Pattern KEPT =
      Pattern.compile("[\\x21-\\x7e]([\\x20-\\x7e]*[\\x21-\\x7e])?");

  static SourceHeaders of(GetObjectResponse source) {
    BlobHttpHeaders blob = new BlobHttpHeaders();
    Map<String, String> others = new HashMap<>();
    keep("content-type", source.contentType(), blob::setContentType, others);
    keep("content-encoding", source.contentEncoding(), blob::setContentEncoding, others);
    keep("content-language", source.contentLanguage(), blob::setContentLanguage, others);
    keep("content-disposition", source.contentDisposition(), blob::setContentDisposition, others);
    keep("cache-control", source.cacheControl(), blob::setCacheControl, others);
    if (source.expiresString() != null) {
      others.put("expires", source.expiresString());
    }
    return new SourceHeaders(blob, others);
  }

  private static void keep(
      String name, String value, Consumer<String> blob, Map<String, String> others) {
    if (value == null) {
      return;
    }
    if (KEPT.matcher(value).matches()) {
      blob.accept(value);
    } else {
      others.put(name, value);
    }
  }
}
