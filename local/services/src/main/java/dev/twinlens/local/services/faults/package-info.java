/**
 * Faults that a test of the whole deployment asks for. Off unless the environment opens the door.
 */
package dev.twinlens.local.services.faults;
