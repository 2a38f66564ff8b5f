package dev.twinlens.local.deployment.resources;

/** Why inputs of several types have no effect on this machine. */
final class Reasons {
  static final String DESCRIPTION = "a text for people, which no service reads";
  static final String TAGS = "no service here bills, selects or authorizes by tags";
  static final String PLAIN_HTTP = "services are reached at 127.0.0.1 over plain HTTP";
  static final String AT_REST = "data lies on this machine's disk as the disk keeps it";

  private Reasons() {}
}
