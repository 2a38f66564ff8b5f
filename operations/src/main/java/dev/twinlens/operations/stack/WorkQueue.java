package dev.twinlens.operations.stack;

/** The queue of a function, and that of the messages on which the function has failed for good. */
public record WorkQueue(String name, String url, String deadLetterUrl) {}
