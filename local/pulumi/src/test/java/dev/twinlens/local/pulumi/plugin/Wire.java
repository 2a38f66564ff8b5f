package dev.twinlens.local.pulumi.plugin;

import com.google.protobuf.Struct;
import dev.twinlens.local.pulumi.PropertyValues;
import java.util.Map;

/** Property values as an engine sends them. */
final class Wire {
  static final String UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

  private static final String SIGNATURE = "4dabf18193072939515e22adb298388d";

  private Wire() {}

  static Struct struct(Map<String, ?> plain) {
    return PropertyValues.wire(plain);
  }

  static Map<String, Object> secret(Object value) {
    return Map.of(SIGNATURE, "1b47061264138c4ac30d75fd1eb44270", "value", value);
  }

  static Map<String, Object> archive(String path, String hash) {
    return Map.of(SIGNATURE, "0def7320c3a5731c473e5ecbe6d01bc7", "path", path, "hash", hash);
  }

  /** An output that is not known yet: it has no value. */
  static Map<String, Object> unknownOutput() {
    return Map.of(SIGNATURE, "d0e6a833031e9bbcd3f4e8bde6ca49a4");
  }
}
