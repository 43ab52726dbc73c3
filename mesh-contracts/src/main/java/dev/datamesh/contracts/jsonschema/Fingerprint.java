package dev.datamesh.contracts.jsonschema;

/** 128 bits that stand for what a schema means; equal ones judge alike. */
record Fingerprint(long high, long low) {}
