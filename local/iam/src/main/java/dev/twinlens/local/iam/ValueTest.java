package dev.twinlens.local.iam;

/** Compares a value of the request with one value of a policy's condition. */
interface ValueTest {
  MatchResult test(String actual, Request request);
}
