/** What a deployment of a stack would change, without an account and without a cloud. */
package dev.twinlens.local.preview;
