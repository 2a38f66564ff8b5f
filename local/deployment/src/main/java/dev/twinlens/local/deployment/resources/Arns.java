package dev.twinlens.local.deployment.resources;

/** ARNs in the local deployment's account and region. */
record Arns(String region, String accountId) {
  String of(String service, String resource) {
    return "arn:aws:" + service + ":" + region + ":" + accountId + ":" + resource;
  }

  String global(String service, String resource) {
    return "arn:aws:" + service + "::" + accountId + ":" + resource;
  }

  static String bucket(String name) {
    return "arn:aws:s3:::" + name;
  }

  /** The part after the last colon. */
  static String resourceName(String arn) {
    return arn.substring(arn.lastIndexOf(':') + 1);
  }
}
