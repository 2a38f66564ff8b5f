package dev.twinlens.local.deployment;

import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;

/**
 * What to deploy and where.
 *
 * @param programDirectory the folder of {@code Pulumi.yaml}
 * @param dataDirectory keeps everything that survives a stop: photos, tables, queues, backups,
 *     names
 * @param stack which {@code Pulumi.<stack>.yaml} to read
 * @param sitePort where the website is served on 127.0.0.1; 0 for any free port
 * @param s3Clock the time that S3 records of objects and events
 * @param engine what deploys the program
 * @param policyPack the folder of a policy pack that the built-in engine asks before it creates a
 *     resource
 */
public record DeploymentOptions(
    Path programDirectory,
    Path dataDirectory,
    String stack,
    int sitePort,
    InstantSource s3Clock,
    DeploymentEngine engine,
    Optional<Path> policyPack) {
  /** With this machine's time. */
  public DeploymentOptions(
      Path programDirectory,
      Path dataDirectory,
      String stack,
      int sitePort,
      DeploymentEngine engine,
      Optional<Path> policyPack) {
    this(
        programDirectory,
        dataDirectory,
        stack,
        sitePort,
        InstantSource.system(),
        engine,
        policyPack);
  }

  /** With the built-in engine. */
  public DeploymentOptions(
      Path programDirectory,
      Path dataDirectory,
      String stack,
      int sitePort,
      InstantSource s3Clock) {
    this(
        programDirectory,
        dataDirectory,
        stack,
        sitePort,
        s3Clock,
        DeploymentEngine.BUILT_IN,
        Optional.empty());
  }

  public DeploymentOptions {
    programDirectory = programDirectory.toAbsolutePath().normalize();
    dataDirectory = dataDirectory.toAbsolutePath().normalize();
    policyPack = policyPack.map(folder -> folder.toAbsolutePath().normalize());
  }
}
