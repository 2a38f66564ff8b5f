package dev.twinlens.local.deployment.resources;

import dev.twinlens.local.pulumi.Provisioned;
import dev.twinlens.local.pulumi.ResourceRequest;

/**
 * Creates or updates one type of resource, in one idempotent step. It reads every input that has an
 * effect and ignores the others by name and with a reason: the deployment stops at an input that it
 * does neither with.
 */
@FunctionalInterface
interface Provisioner {
  Provisioned provision(ResourceRequest request);
}
