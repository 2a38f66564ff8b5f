package dev.twinlens.local.services.integration;

import java.util.Optional;

/** Builds websites for callers whose permission has been checked. */
@FunctionalInterface
public interface SiteBuilds {
  /**
   * Starts a build and does not wait for its end.
   *
   * @return the job's id; empty if there is no such branch
   */
  Optional<String> start(String appId, String branch);
}
