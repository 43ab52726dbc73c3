package dev.datamesh.testkit.journal;

import dev.datamesh.core.journal.Journal;
import dev.datamesh.core.journal.JournalOptions;
import dev.datamesh.core.journal.Retention;
import java.io.FileOutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;

/**
 * The process that is killed: four threads append as fast as they can, and tell each revision to a
 * file once it is acknowledged. The kernel keeps what was told when the process dies.
 */
final class KilledWriter {

  private KilledWriter() {}

  public static void main(String[] args) throws Exception {
    Path folder = Path.of(args[0]);
    JournalOptions options =
        JournalOptions.standard().withPieceBytes(256 << 10).withRetention(Retention.commits(500));
    Journal journal = Journal.at(folder.resolve("journal"), options);
    FileOutputStream told = new FileOutputStream(folder.resolve("told").toFile(), true);
    for (int i = 0; i < 4; i++) {
      new Thread(() -> work(journal, told)).start();
    }
    // Snapshots go on beside the writers.
    while (true) {
      Thread.sleep(5);
      long head = journal.head();
      if (head > 0) {
        journal.storeSnapshot(head, out -> out.write(ByteBuffer.allocate(8).putLong(head).array()));
      }
    }
  }

  private static void work(Journal journal, FileOutputStream told) {
    try {
      while (true) {
        long[] revision = {0};
        journal.append(
            slot -> {
              revision[0] = slot.revision();
              return dev.datamesh.core.journal.Decision.admit(records(slot.revision()));
            });
        byte[] line = ByteBuffer.allocate(8).putLong(revision[0]).array();
        synchronized (told) {
          told.write(line);
        }
      }
    } catch (Exception e) {
      e.printStackTrace();
      Runtime.getRuntime().halt(3);
    }
  }

  /** What stands at a revision: anybody can tell. */
  static List<byte[]> records(long revision) {
    Random random = new Random(revision);
    byte[] first = new byte[random.nextInt(1000)];
    byte[] second = new byte[random.nextInt(100)];
    random.nextBytes(first);
    random.nextBytes(second);
    return List.of(first, second);
  }
}
