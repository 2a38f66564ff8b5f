/** Pulumi's protocol between an engine and a policy pack. */
package dev.twinlens.local.pulumi.analyzer;
