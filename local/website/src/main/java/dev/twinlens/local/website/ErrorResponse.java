package dev.twinlens.local.website;

/**
 * A distribution's custom error response.
 *
 * @param errorCode the origin's status that it is for, 403 or 404
 * @param responsePagePath path of the object to show instead, with a leading slash
 * @param responseCode the status to show it with
 */
public record ErrorResponse(int errorCode, String responsePagePath, int responseCode) {}
