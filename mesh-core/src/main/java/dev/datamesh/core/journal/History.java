package dev.datamesh.core.journal;

import java.util.List;

/** What a reader of the journal gets. Immutable. */
public sealed interface History {

  /**
   * Commits in order, without gaps.
   *
   * @param commits from the revision asked for; empty where the journal ends before it
   * @param head the durable revision when they were read: more lie behind the last commit if it is
   *     greater
   */
  record Commits(List<Commit> commits, long head) implements History {

    public Commits {
      commits = List.copyOf(commits);
    }
  }

  /**
   * The revision asked for lies below the horizon of what is kept.
   *
   * @param oldest the first revision that is still there
   */
  record Compacted(long oldest) implements History {}
}
