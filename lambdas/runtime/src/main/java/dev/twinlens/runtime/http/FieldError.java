package dev.twinlens.runtime.http;

/**
 * What is wrong with one field or parameter.
 *
 * @param message a sentence without the field's name
 */
public record FieldError(String field, String message) {}
