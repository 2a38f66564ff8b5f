package dev.twinlens.infra.settings;

import com.pulumi.exceptions.RunException;
import java.util.List;

/**
 * Settings that cannot be deployed; the message has a line for each. Pulumi prints only the message
 * of a {@link RunException}.
 */
public final class SettingsException extends RunException {
  private static final long serialVersionUID = 1L;

  SettingsException(List<String> errors) {
    super(
        "Invalid settings. Nothing was deployed:%n  ".formatted()
            + String.join(System.lineSeparator() + "  ", errors));
  }
}
