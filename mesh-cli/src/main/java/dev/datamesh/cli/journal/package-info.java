/**
 * {@code mesh journal}: whether the stored facts are whole, and what to do when they are not.
 *
 * <p>Start with {@link dev.datamesh.cli.journal.JournalCommand}.
 *
 * <p>The way through: a data folder or the folder of one journal is named, each journal in it is
 * read without a lock, the answer is printed as text or JSON.
 *
 * <p>Always true here: the folder that is looked at is never changed.
 *
 * <p>Not here: what the records mean.
 */
@NullMarked
package dev.datamesh.cli.journal;

import org.jspecify.annotations.NullMarked;
