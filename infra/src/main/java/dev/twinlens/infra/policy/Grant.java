package dev.twinlens.infra.policy;

import com.pulumi.core.Output;
import java.util.List;
import software.amazon.awssdk.policybuilder.iam.IamEffect;
import software.amazon.awssdk.policybuilder.iam.IamStatement;

/**
 * A permission of a function: one statement of its role's policy.
 *
 * @param purpose what it is for
 * @param actions IAM actions
 * @param resources the ARNs that they are allowed on
 */
public record Grant(Purpose purpose, List<String> actions, Output<List<String>> resources) {
  public Grant {
    actions = List.copyOf(actions);
  }

  public static Grant of(Purpose purpose, Output<String> resource, String... actions) {
    return of(purpose, List.of(resource), actions);
  }

  public static Grant of(Purpose purpose, List<Output<String>> resources, String... actions) {
    return new Grant(purpose, List.of(actions), Output.all(resources));
  }

  /** For the actions that AWS cannot restrict to a resource. */
  public static Grant onEverything(Purpose purpose, String... actions) {
    return of(purpose, Output.of("*"), actions);
  }

  public Output<IamStatement> statement() {
    return resources.applyValue(
        arns ->
            IamStatement.builder()
                .sid(purpose.sid())
                .effect(IamEffect.ALLOW)
                .actionIds(actions)
                .resourceIds(arns)
                .build());
  }
}
