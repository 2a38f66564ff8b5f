package dev.twinlens.deployer;

import dev.twinlens.infra.graph.FakeClouds;
import dev.twinlens.infra.graph.RecordedResource;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** The condition keys that AWS supplies with the provider's requests for one resource. */
record RequestContext(RecordedResource resource, DeployableStack stack) {
  /** Lambda makes these with the permissions of the caller that configures a function. */
  private static final Set<String> THROUGH_LAMBDA =
      Set.of("kms:CreateGrant", "kms:Decrypt", "kms:Encrypt", "kms:GenerateDataKey");

  /**
   * While the resource is created: the request that creates it carries the tags, and the ones after
   * that see them unless they are late.
   */
  Map<String, String> whileNew(String action, boolean lateTags) {
    var creates = name(action).startsWith("Create") || name(action).startsWith("Tag");
    if (creates) {
      return with(action, "aws:RequestTag/");
    }
    return lateTags || isThroughLambda(action) ? of(action) : with(action, "aws:ResourceTag/");
  }

  /**
   * When the resource exists. A request that tags it carries only the tags that have changed, which
   * may be none of the stack's.
   */
  Map<String, String> afterwards(String action) {
    return isThroughLambda(action) ? of(action) : with(action, "aws:ResourceTag/");
  }

  private static boolean isThroughLambda(String action) {
    return THROUGH_LAMBDA.contains(action);
  }

  private static String name(String action) {
    return action.substring(action.indexOf(':') + 1);
  }

  private Map<String, String> with(String action, String tagKey) {
    var context = of(action);
    for (var tag : Set.of("Project", "Stack")) {
      context.put(tagKey + tag, stack.tags().get(tag));
    }
    return context;
  }

  private Map<String, String> of(String action) {
    var context = new HashMap<String, String>();
    if (action.startsWith("s3:")) {
      context.put("s3:ResourceAccount", FakeClouds.ACCOUNT);
    } else if (action.equals("iam:PassRole")) {
      context.put("iam:PassedToService", "lambda.amazonaws.com");
    } else if (action.equals("iam:CreateServiceLinkedRole")) {
      context.put("iam:AWSServiceName", "ops.apigateway.amazonaws.com");
    } else if (isThroughLambda(action)) {
      context.put("kms:ViaService", example("lambda.{region}.{dnsSuffix}"));
    } else if (action.endsWith("EventSourceMapping")) {
      context.put(
          "lambda:FunctionArn",
          example("arn:{partition}:lambda:{region}:{account}:function:{functionName}"));
    }
    return context;
  }

  private String example(String text) {
    return stack.placeholders(resource).example(text);
  }
}
