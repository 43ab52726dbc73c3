/** Conformance kits, simulated disk, seeded runs and small languages for tests. */
@NullMarked
package dev.datamesh.testkit;

import org.jspecify.annotations.NullMarked;
