/**
 * Local website hosting: Amplify (a build of the repository, served from a folder) and CloudFront
 * in front of a private bucket, with the features that the program's stacks use.
 */
package dev.twinlens.local.hosting;
