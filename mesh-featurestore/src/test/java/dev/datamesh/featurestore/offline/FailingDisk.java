package dev.datamesh.featurestore.offline;

import dev.datamesh.core.disk.Disk;
import dev.datamesh.core.disk.DiskFile;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.Arrays;

/** A disk of which one operation fails, and all others succeed. For one thread at a time. */
public final class FailingDisk {

  private final Disk disk;
  private long operations;
  private long failing = -1;
  private String failed = "";

  public FailingDisk(Disk target) {
    this.disk = (Disk) wrapped(target, Disk.class);
  }

  public Disk disk() {
    return disk;
  }

  /** Lets the operation fail that is so many after this; none below 1. */
  public void failAt(long number) {
    operations = 0;
    failing = number;
    failed = "";
  }

  /** The operation that failed; empty where there were not so many. */
  public String failed() {
    return failed;
  }

  private Object wrapped(Object target, Class<?> type) {
    return Proxy.newProxyInstance(
        FailingDisk.class.getClassLoader(),
        new Class<?>[] {type},
        (proxy, method, arguments) -> {
          boolean counts =
              Arrays.asList(method.getExceptionTypes()).contains(IOException.class)
                  && !method.getName().equals("close")
                  && !method.getName().equals("lock");
          if (counts && ++operations == failing) {
            failed = type.getSimpleName() + "." + method.getName();
            throw new IOException(failed + " fails");
          }
          try {
            Object result = method.invoke(target, arguments);
            return result instanceof DiskFile ? wrapped(result, DiskFile.class) : result;
          } catch (InvocationTargetException e) {
            throw e.getCause();
          }
        });
  }
}
