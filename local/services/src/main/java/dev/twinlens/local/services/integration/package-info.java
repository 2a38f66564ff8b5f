/**
 * The calls that one service makes to another. The service that is called implements them; the
 * caller knows only these interfaces.
 */
package dev.twinlens.local.services.integration;
