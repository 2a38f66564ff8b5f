/** Pulumi's protocol between an engine and its provider plugins, without any resource type. */
package dev.twinlens.local.pulumi.plugin;
