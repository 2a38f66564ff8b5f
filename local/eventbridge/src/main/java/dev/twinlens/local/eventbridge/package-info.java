/**
 * EventBridge's scheduled rules on this machine. {@link dev.twinlens.local.eventbridge.EventBridge}
 * is the entry point.
 */
package dev.twinlens.local.eventbridge;
