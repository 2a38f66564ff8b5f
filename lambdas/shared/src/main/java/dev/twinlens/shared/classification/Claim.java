package dev.twinlens.shared.classification;

import dev.twinlens.shared.catalog.Lease;

/** The right to classify one key, held by one worker. */
public record Claim(String key, Lease lease) {}
