package dev.twinlens.local.services.auth;

/**
 * The principal that signed a request.
 *
 * @param principalArn the ARN of the role, or of the administrator's user
 */
public record Caller(String accessKeyId, String principalArn) {

  /** The twelve digits of the caller's account. */
  public String accountId() {
    return principalArn.split(":", -1)[4];
  }

  /** The ARN that AWS reports for the caller: a role acts through a session. */
  public String sessionArn() {
    return principalArn.contains(":role/")
        ? principalArn
            .replace(":iam:", ":sts:")
            .replaceFirst(":role/.*?([^/]+)$", ":assumed-role/$1/twinlens")
        : principalArn;
  }
}
