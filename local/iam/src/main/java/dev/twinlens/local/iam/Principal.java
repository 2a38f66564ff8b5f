package dev.twinlens.local.iam;

/** The caller of a request. */
public sealed interface Principal {

  /**
   * An AWS service that calls on its own behalf.
   *
   * @param host the service's principal name, for example {@code s3.amazonaws.com}
   */
  record Service(String host) implements Principal {
    @Override
    public String toString() {
      return host;
    }
  }

  /**
   * An identity of an AWS account.
   *
   * @param arn the ARN of the IAM role or user, or of the account's root ({@code
   *     arn:aws:iam::123456789012:root}); a role's session is named by its role
   */
  record Aws(String arn) implements Principal {
    @Override
    public String toString() {
      return arn;
    }
  }

  /** A caller that did not sign the request. */
  record Anonymous() implements Principal {
    @Override
    public String toString() {
      return "an anonymous caller";
    }
  }
}
