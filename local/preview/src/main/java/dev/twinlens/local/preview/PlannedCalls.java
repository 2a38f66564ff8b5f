package dev.twinlens.local.preview;

import com.google.protobuf.Struct;
import dev.twinlens.local.pulumi.DeploymentFailure;
import dev.twinlens.local.pulumi.PropertyValues;
import dev.twinlens.local.pulumi.export.ExportedResource;
import dev.twinlens.local.pulumi.export.StackExport;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Answers the providers' functions without an account: the account and the region are those of the
 * deployed resources and of the settings, and a secret is a placeholder.
 *
 * @param account twelve digits
 */
record PlannedCalls(String account, String region) {
  private static final String NO_ACCOUNT = "000000000000";
  private static final Pattern ARN =
      Pattern.compile("arn:aws[a-z-]*:[a-z0-9]+:[a-z0-9-]*:(\\d{12}):");

  static PlannedCalls of(StackExport deployed, String region) {
    return new PlannedCalls(account(deployed), region);
  }

  private static String account(StackExport deployed) {
    return deployed.resources().stream()
        .map(ExportedResource::outputs)
        .map(outputs -> outputs.getFieldsMap().get("arn"))
        .filter(arn -> arn != null)
        .map(arn -> ARN.matcher(arn.getStringValue()))
        .filter(Matcher::lookingAt)
        .map(matcher -> matcher.group(1))
        .findFirst()
        .orElse(NO_ACCOUNT);
  }

  Struct call(String token) {
    return PropertyValues.wire(
        switch (token) {
          case "aws:index/getCallerIdentity:getCallerIdentity" ->
              Map.of(
                  "accountId", account,
                  "arn", "arn:%s:iam::%s:user/preview".formatted(partition(), account),
                  "id", account,
                  "userId", account);
          case "aws:index/getRegion:getRegion" ->
              Map.of(
                  "name", region,
                  "id", region,
                  "description", region,
                  "endpoint", "ec2.%s.%s".formatted(region, dnsSuffix()));
          case "aws:index/getPartition:getPartition" ->
              Map.of(
                  "partition", partition(),
                  "id", partition(),
                  "dnsSuffix", dnsSuffix(),
                  "reverseDnsPrefix",
                      partition().equals("aws-cn") ? "cn.com.amazonaws" : "com.amazonaws");
          case "azure-native:storage:listStorageAccountServiceSAS" ->
              Map.of("serviceSasToken", "sig=" + AlignedInputs.SECRET_OF_FUNCTION);
          default ->
              throw new DeploymentFailure(
                  "a preview cannot answer the provider's function %s. Add it to PlannedCalls."
                      .formatted(token));
        });
  }

  private String partition() {
    if (region.startsWith("cn-")) {
      return "aws-cn";
    }
    return region.startsWith("us-gov-") ? "aws-us-gov" : "aws";
  }

  private String dnsSuffix() {
    return partition().equals("aws-cn") ? "amazonaws.com.cn" : "amazonaws.com";
  }
}
