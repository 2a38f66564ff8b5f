package dev.twinlens.local.services.s3.awssdk;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.util.Set;
import org.gaul.s3proxy.S3ProxyHandler;
import org.gaul.s3proxy.blobstore.BlobStore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * S3Proxy derives what a blob store can do from the name of its class. A renamed package, or
 * another release of S3Proxy, must not change who checks conditions and checksums.
 */
class S3ProxyCapabilitiesTest {
  @Test
  void takesTheStoreForAmazonS3() throws Exception {
    assertThat(storeType()).isEqualTo("aws-s3");
  }

  @ParameterizedTest
  @CsvSource({
    "NATIVE_CONDITIONAL_COMPLETE, true",
    "NATIVE_CONDITIONAL_DELETE, true",
    "NATIVE_CHECKSUMS, true",
    "MULTIPART_REQUIRES_STUB, false",
    "NO_PERSISTED_METADATA, false",
    "NO_CACHE_CONTROL_SUPPORT, false",
    "NO_CONTENT_ENCODING, false",
    "NO_CONTENT_LANGUAGE, false",
    "OPAQUE_ETAG, false",
  })
  void knowsItsCapabilities(String quirk, boolean expected) throws Exception {
    Field stores = Class.forName("org.gaul.s3proxy.Quirks").getDeclaredField(quirk);
    stores.setAccessible(true);

    assertThat(((Set<?>) stores.get(null)).contains(storeType())).isEqualTo(expected);
  }

  private static Object storeType() throws Exception {
    Method storeType = S3ProxyHandler.class.getDeclaredMethod("getBlobStoreType", BlobStore.class);
    storeType.setAccessible(true);
    return storeType.invoke(
        null, new DiskBlobStore(/* stores= */ null, /* principal= */ "", /* current= */ null));
  }
}
