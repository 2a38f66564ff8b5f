package dev.twinlens.domain.catalog;

/**
 * One thing of a label's kind, found at one place.
 *
 * @param confidence percent
 */
public record Instance(double confidence, Box box) {}
