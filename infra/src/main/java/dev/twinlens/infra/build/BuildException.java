package dev.twinlens.infra.build;

import com.pulumi.exceptions.RunException;

/**
 * What the build made is missing, or was made of other sources. Pulumi prints only the message of a
 * {@link RunException}.
 */
public final class BuildException extends RunException {
  private static final long serialVersionUID = 1L;

  BuildException(String problem) {
    super(
        problem + " Nothing was deployed. Build with `mvn -P deployer -DskipTests package` first.");
  }
}
