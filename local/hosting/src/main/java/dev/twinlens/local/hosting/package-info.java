/**
 * The laptop's website hosting: Amplify (a build of the repository, served from a folder) and
 * CloudFront in front of a private bucket, as far as the program's stacks use them.
 */
package dev.twinlens.local.hosting;
