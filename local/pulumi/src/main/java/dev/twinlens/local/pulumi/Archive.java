package dev.twinlens.local.pulumi;

import java.nio.file.Path;

/**
 * An archive file (zip) that the program hands to a resource; relative to its working directory.
 */
public record Archive(Path path) {}
