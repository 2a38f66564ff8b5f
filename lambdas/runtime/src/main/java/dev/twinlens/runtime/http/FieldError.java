package dev.twinlens.runtime.http;

/**
 * Why one field or parameter is invalid.
 *
 * @param message a sentence without the field's name
 */
public record FieldError(String field, String message) {}
