package dev.datamesh.core.frame;

import java.time.ZoneId;
import org.jspecify.annotations.Nullable;

/**
 * How times are read: the zone of those that name none, and the rounding of nanoseconds. Immutable.
 *
 * @param zone null where a time without a zone is refused
 */
record Conversion(@Nullable ZoneId zone, Rounding rounding) {

  static final Conversion STRICT = new Conversion(null, Rounding.DOWN);
}
