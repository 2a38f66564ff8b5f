package dev.twinlens.local.pulumi.plugin;

import com.google.protobuf.Struct;
import com.google.protobuf.Value;
import dev.twinlens.local.pulumi.PropertyValues;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The difference between the inputs that a resource has and those that it will have. An unknown
 * value differs from every other; whether a value is secret does not matter, nor where a file with
 * the same content lies.
 */
public final class InputChanges {
  private static final Value ABSENT = Value.getDefaultInstance();

  /** What happens to an input. */
  public enum Kind {
    ADDED,
    REMOVED,
    CHANGED
  }

  private final Map<String, Kind> byPath = new LinkedHashMap<>();

  private InputChanges() {}

  /** The changes by the input's path, such as {@code rules[0].id}. */
  public static Map<String, Kind> between(Struct former, Struct wanted) {
    InputChanges changes = new InputChanges();
    changes.compareFields(
        "", CheckedInputs.withoutNotes(former), CheckedInputs.withoutNotes(wanted));
    return changes.byPath;
  }

  private void compareFields(String prefix, Struct former, Struct wanted) {
    Set<String> names = new LinkedHashSet<>(former.getFieldsMap().keySet());
    names.addAll(wanted.getFieldsMap().keySet());
    for (String name : names) {
      compare(
          prefix + name,
          former.getFieldsOrDefault(name, ABSENT),
          wanted.getFieldsOrDefault(name, ABSENT));
    }
  }

  private void compare(String path, Value wrappedFormer, Value wrappedWanted) {
    Value former = PropertyValues.unwrapped(wrappedFormer);
    Value wanted = PropertyValues.unwrapped(wrappedWanted);
    if (PropertyValues.isAbsent(former) && PropertyValues.isAbsent(wanted)) {
      return;
    }
    if (isObjectOrAbsent(former) && isObjectOrAbsent(wanted)) {
      compareFields(path + ".", former.getStructValue(), wanted.getStructValue());
    } else if (former.hasListValue() && wanted.hasListValue()) {
      compareElements(path, former, wanted);
    } else if (PropertyValues.isAbsent(former)) {
      byPath.put(path, Kind.ADDED);
    } else if (PropertyValues.isAbsent(wanted)) {
      byPath.put(path, Kind.REMOVED);
    } else if (!sameContent(former, wanted) && !former.equals(wanted)) {
      byPath.put(path, Kind.CHANGED);
    }
  }

  private void compareElements(String path, Value former, Value wanted) {
    List<Value> before = former.getListValue().getValuesList();
    List<Value> after = wanted.getListValue().getValuesList();
    for (int index = 0; index < Math.max(before.size(), after.size()); index++) {
      compare(
          "%s[%d]".formatted(path, index),
          index < before.size() ? before.get(index) : ABSENT,
          index < after.size() ? after.get(index) : ABSENT);
    }
  }

  private static boolean isObjectOrAbsent(Value value) {
    return PropertyValues.isObject(value) || PropertyValues.isAbsent(value);
  }

  private static boolean sameContent(Value former, Value wanted) {
    String hash = PropertyValues.contentHash(former);
    return !hash.isEmpty() && hash.equals(PropertyValues.contentHash(wanted));
  }
}
