package dev.twinlens.local.services.sts;

import dev.twinlens.local.services.access.RequiredPermission;
import dev.twinlens.local.services.access.UnknownOperationException;
import java.util.List;

/** The permissions that a call of STS needs. */
final class StsActions {
  static final String GET_CALLER_IDENTITY = "GetCallerIdentity";

  private StsActions() {}

  /** None: AWS allows every caller to ask for its own identity. */
  static List<RequiredPermission> of(String operation) throws UnknownOperationException {
    if (!operation.equals(GET_CALLER_IDENTITY)) {
      throw new UnknownOperationException("sts", operation);
    }
    return List.of();
  }
}
