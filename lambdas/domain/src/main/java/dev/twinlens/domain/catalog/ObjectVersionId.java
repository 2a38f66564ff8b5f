package dev.twinlens.domain.catalog;

/** Names one version of an object. */
public record ObjectVersionId(String key, String versionId) {}
