package dev.twinlens.operations.copies;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Comparator;

/** The order in which S3 lists keys: that of their UTF-8 bytes. */
public final class KeyOrder {
  public static final Comparator<String> COMPARATOR = KeyOrder::compare;

  private KeyOrder() {}

  private static int compare(String one, String other) {
    return Arrays.compareUnsigned(
        one.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8));
  }
}
