package dev.twinlens.shared.api;

/**
 * What is wrong with one field or parameter.
 *
 * @param message a sentence without the field's name
 */
public record FieldError(String field, String message) {}
