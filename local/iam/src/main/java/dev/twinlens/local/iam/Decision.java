package dev.twinlens.local.iam;

/** What one policy says of one request. */
public sealed interface Decision {

  /**
   * A statement allows the request and none denies it.
   *
   * @param grant what allows it
   * @param throughAccount the statement names the caller's account, not the caller. AWS takes that
   *     as a delegation: the account's own identity policies have to allow the call as well.
   */
  record Allowed(Grant grant, boolean throughAccount) implements Decision {}

  /**
   * The request is denied.
   *
   * @param reason a sentence for a person: the statement that denies, or why none allows
   * @param explicit a Deny statement applies, which no other policy can outweigh; otherwise this
   *     policy merely does not allow, and another one may
   */
  record Denied(String reason, boolean explicit) implements Decision {}
}
