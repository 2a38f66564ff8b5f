package dev.twinlens.infra.settings;

import com.pulumi.core.Output;

/** Where the page is served from. */
public sealed interface SiteHosting {
  /**
   * Amplify builds and serves the page from a GitHub repository.
   *
   * @param repository its HTTPS address
   * @param branch the branch; it becomes the first label of the page's host name
   * @param githubToken a classic token with the scope admin:repo_hook, a secret
   */
  record Amplify(String repository, String branch, Output<String> githubToken)
      implements SiteHosting {}

  /** A private bucket behind CloudFront, filled by {@code pulumi up}. */
  record S3() implements SiteHosting {}
}
