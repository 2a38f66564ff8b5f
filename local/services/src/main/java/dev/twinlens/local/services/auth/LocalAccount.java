package dev.twinlens.local.services.auth;

/**
 * The only account and region of the local services.
 *
 * @param id twelve digits
 */
public record LocalAccount(String region, String id) {
  public LocalAccount {
    if (!id.matches("[0-9]{12}")) {
      throw new IllegalArgumentException("an account ID has twelve digits: " + id);
    }
  }

  /** The ARN of the user that may do everything. */
  public String administratorArn() {
    return "arn:aws:iam::" + id + ":user/administrator";
  }

  /** What the ARNs of a service's resources begin with: {@code arn:aws:SERVICE:REGION:ACCOUNT:}. */
  public String arnPrefix(String service) {
    return "arn:aws:%s:%s:%s:".formatted(service, region, id);
  }
}
