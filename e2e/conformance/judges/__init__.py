"""Judges from outside: programs of others that know AWS or OpenAPI, run against a local deployment."""
