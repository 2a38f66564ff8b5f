package dev.twinlens.domain.catalog;

/** A rectangle as ratios of the image's width and height, from its upper left corner. */
public record Box(double left, double top, double width, double height) {}
