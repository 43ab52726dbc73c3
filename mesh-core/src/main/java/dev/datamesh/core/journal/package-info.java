/**
 * The append-only log every wing keeps its facts in: commits of records in order, snapshots beside
 * them, history up to a horizon.
 *
 * <p>Start with {@link dev.datamesh.core.journal.DataFolder#at(java.nio.file.Path)} and {@link
 * dev.datamesh.core.journal.Journal}:
 *
 * <pre>{@code
 * try (DataFolder folder = DataFolder.at(path);
 *     Journal journal = folder.journal("catalog")) {
 *   long from = 1;
 *   Optional<Snapshot> snapshot = journal.snapshot();         // newest state that was stored
 *   if (snapshot.isPresent()) {
 *     load(snapshot.get().open());
 *     from = snapshot.get().revision() + 1;
 *   }
 *   journal.replay(from, commit -> apply(commit.revision(), commit.records()));
 *
 *   Outcome<String> outcome =
 *       journal.append(
 *           slot -> {                                          // one at a time, in commit order
 *             if (pending.contains(name)) {
 *               return Decision.refuse("the name is taken");   // nothing is written
 *             }
 *             pending.add(name);                               // the pending state
 *             return Decision.admit(
 *                 List.of(bytes), durable -> publish(name, durable.revision()));
 *           });
 *   journal.storeSnapshot(revision, out -> save(out));         // shortens the next opening
 * }
 * }</pre>
 *
 * <p>The way through: an {@link dev.datamesh.core.journal.Admission} decides against everything
 * that is queued, the one writer thread writes a group and forces it, the group's commits are
 * published in order and their callers answered. A commit's records are bytes; what they mean is
 * the wing's.
 *
 * <p>Always true here: a commit is answered as durable only after {@code force} returned; after a
 * failed write nothing is written any more and everything pending is {@link
 * dev.datamesh.core.journal.Outcome.Unknown}; revisions are 1, 2, 3, … without gaps; commit times
 * never run backwards; damaged bytes are never served.
 *
 * <p>Not here: files of the disk ({@code disk}), what records mean (the wings).
 */
@NullMarked
package dev.datamesh.core.journal;

import org.jspecify.annotations.NullMarked;
