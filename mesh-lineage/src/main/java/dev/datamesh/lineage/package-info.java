/** Who feeds whom: traversal, impact, paths, time travel. */
@NullMarked
package dev.datamesh.lineage;

import org.jspecify.annotations.NullMarked;
