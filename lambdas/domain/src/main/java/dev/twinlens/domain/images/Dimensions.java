package dev.twinlens.domain.images;

/** What a header says, in pixels. */
record Dimensions(int width, int height) {}
