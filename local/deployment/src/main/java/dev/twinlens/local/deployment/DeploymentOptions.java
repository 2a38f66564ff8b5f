package dev.twinlens.local.deployment;

import java.nio.file.Path;

/**
 * What to deploy and where.
 *
 * @param programDirectory the folder of {@code Pulumi.yaml}
 * @param dataDirectory keeps everything that survives a stop: photos, tables, queues, backups,
 *     names
 * @param stack which {@code Pulumi.<stack>.yaml} to read
 * @param sitePort where the website is served on 127.0.0.1; 0 for any free port
 */
public record DeploymentOptions(
    Path programDirectory, Path dataDirectory, String stack, int sitePort) {
  public DeploymentOptions {
    programDirectory = programDirectory.toAbsolutePath().normalize();
    dataDirectory = dataDirectory.toAbsolutePath().normalize();
  }
}
