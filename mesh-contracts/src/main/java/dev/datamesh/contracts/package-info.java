/** What changed, whom it breaks and which version number it deserves. */
@NullMarked
package dev.datamesh.contracts;

import org.jspecify.annotations.NullMarked;
