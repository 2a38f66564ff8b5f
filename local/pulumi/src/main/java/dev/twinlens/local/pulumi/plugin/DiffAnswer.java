package dev.twinlens.local.pulumi.plugin;

import com.google.protobuf.Struct;
import java.util.Map;
import pulumirpc.Provider.DiffResponse;
import pulumirpc.Provider.PropertyDiff;

/** Answers the plugin protocol's {@code Diff}: what an update changes, and what replaces. */
final class DiffAnswer {
  private DiffAnswer() {}

  static DiffResponse between(Struct former, Struct wanted, ResourceType type) {
    Map<String, InputChanges.Kind> changes = InputChanges.between(former, wanted);
    DiffResponse.Builder answer =
        DiffResponse.newBuilder()
            .setHasDetailedDiff(true)
            .setChanges(
                changes.isEmpty()
                    ? DiffResponse.DiffChanges.DIFF_NONE
                    : DiffResponse.DiffChanges.DIFF_SOME);
    changes.forEach(
        (path, kind) -> {
          boolean replaces = type.isReplacedBy(path);
          answer.putDetailedDiff(
              path,
              PropertyDiff.newBuilder().setKind(kind(kind, replaces)).setInputDiff(true).build());
          String input = path.split("[.\\[]", 2)[0];
          if (!answer.getDiffsList().contains(input)) {
            answer.addDiffs(input);
          }
          if (replaces && !answer.getReplacesList().contains(input)) {
            answer.addReplaces(input);
          }
        });
    boolean sameName =
        type.name().filter(name -> isGivenAndKept(former, wanted, name.input())).isPresent();
    return answer.setDeleteBeforeReplace(answer.getReplacesCount() > 0 && sameName).build();
  }

  /** Two resources cannot have one name at the same time. */
  private static boolean isGivenAndKept(Struct former, Struct wanted, String input) {
    return wanted.containsFields(input)
        && !CheckedInputs.isGenerated(wanted, input)
        && wanted.getFieldsOrThrow(input).equals(former.getFieldsMap().get(input));
  }

  private static PropertyDiff.Kind kind(InputChanges.Kind kind, boolean replaces) {
    return switch (kind) {
      case ADDED -> replaces ? PropertyDiff.Kind.ADD_REPLACE : PropertyDiff.Kind.ADD;
      case REMOVED -> replaces ? PropertyDiff.Kind.DELETE_REPLACE : PropertyDiff.Kind.DELETE;
      case CHANGED -> replaces ? PropertyDiff.Kind.UPDATE_REPLACE : PropertyDiff.Kind.UPDATE;
    };
  }
}
