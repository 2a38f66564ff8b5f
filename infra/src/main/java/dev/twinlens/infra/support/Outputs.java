package dev.twinlens.infra.support;

import com.pulumi.core.Output;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What the SDK's {@link Output} lacks. */
public final class Outputs {
  private Outputs() {}

  /** A map whose values are known when all of them are, and secret when one of them is. */
  public static Output<Map<String, String>> all(Map<String, Output<String>> values) {
    var sorted = new TreeMap<>(values);
    var keys = List.copyOf(sorted.keySet());
    return Output.all(sorted.values())
        .applyValue(
            known -> {
              var map = new TreeMap<String, String>();
              for (int i = 0; i < keys.size(); i++) {
                map.put(keys.get(i), known.get(i));
              }
              return map;
            });
  }
}
