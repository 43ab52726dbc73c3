package dev.datamesh.contracts.protocol;

import java.time.Instant;

/**
 * That a consumer used the old version. Immutable.
 *
 * @param consumer his name
 * @param last when he used it last
 * @param calls how often since the new version is out
 */
public record OldUse(String consumer, Instant last, long calls) {}
