/** A stack's resources in the form of {@code pulumi stack export}. */
package dev.twinlens.local.pulumi.export;
