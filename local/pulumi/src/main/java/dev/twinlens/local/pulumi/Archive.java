package dev.twinlens.local.pulumi;

import java.nio.file.Path;

/**
 * An archive file (zip) that the program passes to a resource; a relative path starts at the
 * program's working directory.
 */
public record Archive(Path path) {}
