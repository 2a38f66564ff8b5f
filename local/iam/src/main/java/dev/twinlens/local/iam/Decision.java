package dev.twinlens.local.iam;

/** What one policy, or all of them together, decide about one request. */
public sealed interface Decision {

  /**
   * A statement allows the request and none denies it.
   *
   * @param grant the grant that allows it
   * @param throughAccount the statement names the caller's account, not the caller. AWS treats that
   *     as a delegation: an identity policy of the account must allow the call as well.
   */
  record Allowed(PolicyGrant grant, boolean throughAccount) implements Decision {}

  /**
   * The request is denied.
   *
   * @param reason a message for a person: the statement that denies, or why none allows
   * @param explicit a Deny statement applies, which overrides every Allow; otherwise this policy
   *     does not allow the request, and another one may
   */
  record Denied(String reason, boolean explicit) implements Decision {}
}
