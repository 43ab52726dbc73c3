/** Values at a time: point-in-time joins, offline and online stores. */
@NullMarked
package dev.datamesh.featurestore;

import org.jspecify.annotations.NullMarked;
