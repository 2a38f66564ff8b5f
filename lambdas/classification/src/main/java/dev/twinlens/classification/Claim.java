package dev.twinlens.classification;

import dev.twinlens.domain.claims.Lease;

/** The right to classify one key, held by one worker. */
public record Claim(String key, Lease lease) {}
