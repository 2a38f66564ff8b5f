package dev.twinlens.local.pulumi.export;

import com.google.protobuf.ListValue;
import com.google.protobuf.Struct;
import com.google.protobuf.Value;
import dev.twinlens.local.pulumi.DeploymentFailure;
import dev.twinlens.local.pulumi.PropertyValues;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * Adds to assets and archives the hash of their content, as Pulumi's engine does: the program sends
 * only the path or the text.
 *
 * @param folder where relative paths start
 */
public record ContentHashes(Path folder) {
  private static final String HASH = "hash";

  /** The same inputs, with a hash in each asset and archive. */
  public Struct addTo(Struct inputs) {
    Struct.Builder hashed = Struct.newBuilder();
    inputs.getFieldsMap().forEach((name, value) -> hashed.putFields(name, addTo(value)));
    return hashed.build();
  }

  private Value addTo(Value value) {
    if (value.hasListValue()) {
      ListValue.Builder list = ListValue.newBuilder();
      value.getListValue().getValuesList().forEach(element -> list.addValues(addTo(element)));
      return Value.newBuilder().setListValue(list).build();
    }
    if (!value.hasStructValue()) {
      return value;
    }
    Struct struct = addTo(value.getStructValue());
    boolean isContent =
        !PropertyValues.isObject(value)
            && !PropertyValues.isSecret(value)
            && PropertyValues.contentHash(value).isEmpty();
    return Value.newBuilder().setStructValue(isContent ? withHash(struct) : struct).build();
  }

  private Struct withHash(Struct content) {
    String path = content.getFieldsOrDefault("path", Value.getDefaultInstance()).getStringValue();
    if (path.isEmpty() && !content.containsFields("text")) {
      return content;
    }
    byte[] bytes =
        path.isEmpty()
            ? content.getFieldsOrThrow("text").getStringValue().getBytes(StandardCharsets.UTF_8)
            : read(folder.resolve(path));
    return content.toBuilder().putFields(HASH, text(sha256(bytes))).build();
  }

  private static byte[] read(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new DeploymentFailure(
          "cannot read %s: build it with mvn package".formatted(e.getMessage()), e);
    }
  }

  static String sha256(byte[] content) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Value text(String text) {
    return Value.newBuilder().setStringValue(text).build();
  }
}
