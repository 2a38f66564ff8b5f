package dev.twinlens.local.iam;

import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The {@code Principal} or {@code NotPrincipal} of a statement.
 *
 * @param everyone {@code "*"} or {@code {"AWS": "*"}}, which are the same and include services and
 *     callers without a signature
 * @param accounts 12 digits each, from {@code 123456789012} or {@code
 *     arn:aws:iam::123456789012:root}
 * @param arns roles and users
 * @param services principal names of services
 * @see <a
 *     href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html">IAM
 *     JSON policy elements: Principal</a>
 */
record PrincipalElement(
    boolean everyone, Set<String> accounts, Set<String> arns, Set<String> services) {

  private static final Pattern ACCOUNT =
      Pattern.compile("(?:arn:aws[a-z-]*:iam::)?([0-9]{12})(?::root)?");
  private static final Pattern ACCOUNT_OF_ARN =
      Pattern.compile("arn:[^:]*:[^:]*:[^:]*:([0-9]+):.*");

  /** How a statement includes a caller: not at all, by its account, or by name. */
  enum Coverage {
    NONE,
    ACCOUNT,
    CALLER
  }

  /** The account that an entry of {@code AWS} names as a whole. */
  static Optional<String> account(String entry) {
    Matcher matcher = ACCOUNT.matcher(entry);
    return matcher.matches() ? Optional.of(matcher.group(1)) : Optional.empty();
  }

  boolean onlyAccounts() {
    return !everyone && arns.isEmpty() && services.isEmpty();
  }

  Coverage match(Principal principal) {
    if (everyone) {
      return Coverage.CALLER;
    }
    return switch (principal) {
      case Principal.Service service ->
          services.contains(service.host()) ? Coverage.CALLER : Coverage.NONE;
      case Principal.Aws aws ->
          arns.contains(aws.arn())
              ? Coverage.CALLER
              : inAccounts(aws) ? Coverage.ACCOUNT : Coverage.NONE;
      case Principal.Anonymous anonymous -> Coverage.NONE;
    };
  }

  /**
   * Whether a Deny with this as its {@code NotPrincipal} spares the caller. AWS requires the
   * caller's account to be named beside the caller; the account alone spares only its root.
   */
  boolean spares(Principal principal) {
    if (everyone) {
      return true;
    }
    if (principal instanceof Principal.Aws aws) {
      boolean named = arns.contains(aws.arn()) || account(aws.arn()).isPresent();
      return named && inAccounts(aws);
    }
    return match(principal) == Coverage.CALLER;
  }

  private boolean inAccounts(Principal.Aws aws) {
    Matcher matcher = ACCOUNT_OF_ARN.matcher(aws.arn());
    return matcher.matches() && accounts.contains(matcher.group(1));
  }
}
