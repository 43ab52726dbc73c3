package dev.datamesh.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringWriter;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.JavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every Java snippet of the documents compiles and runs. A snippet is the body of a method; its
 * imports stand at its head. The working folder of a snippet is a fresh one.
 */
class DocumentSnippetsTest {

  private static final Pattern SNIPPET = Pattern.compile("(?ms)^```java\\R(.*?)^```");
  private static final List<String> DOCUMENTS = List.of("README.md", "ARCHITECTURE.md");

  @TempDir static Path folder;

  @TestFactory
  Stream<DynamicTest> everySnippetOfTheDocumentsRuns() throws IOException {
    List<DynamicTest> tests = new ArrayList<>();
    for (String document : DOCUMENTS) {
      Matcher snippets = SNIPPET.matcher(Files.readString(BuiltJars.root().resolve(document)));
      while (snippets.find()) {
        int number = tests.size();
        String text = snippets.group(1);
        tests.add(
            DynamicTest.dynamicTest(
                document + ": " + text.lines().findFirst().orElse(""), () -> run(number, text)));
      }
    }
    assertThat(tests).isNotEmpty();
    return tests.stream();
  }

  private static void run(int number, String snippet) throws Exception {
    Path home = Files.createDirectories(folder.resolve("snippet" + number));
    String imports =
        snippet
            .lines()
            .filter(line -> line.startsWith("import "))
            .collect(Collectors.joining("\n"));
    String body =
        snippet
            .lines()
            .filter(line -> !line.startsWith("import "))
            .collect(Collectors.joining("\n"));
    Path source = home.resolve("Snippet" + number + ".java");
    Files.writeString(
        source,
        """
        import java.nio.file.*;
        import java.time.*;
        import java.util.*;
        %s
        public class Snippet%d implements java.util.concurrent.Callable<Void> {
          final Path folder = Path.of("%s");
          public Void call() throws Exception {
        %s
            return null;
          }
        }
        """
            .formatted(imports, number, home.resolve("data"), body));
    compile(home, source);
    try (URLClassLoader loader = new URLClassLoader(new java.net.URL[] {home.toUri().toURL()})) {
      Object program = loader.loadClass("Snippet" + number).getDeclaredConstructor().newInstance();
      ((java.util.concurrent.Callable<?>) program).call();
    }
  }

  private static void compile(Path home, Path source) throws IOException {
    var compiler = ToolProvider.getSystemJavaCompiler();
    StringWriter messages = new StringWriter();
    try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
      Iterable<? extends JavaFileObject> sources = files.getJavaFileObjects(source);
      boolean compiled =
          compiler
              .getTask(
                  messages,
                  files,
                  null,
                  List.of("-cp", System.getProperty("java.class.path"), "-d", home.toString()),
                  null,
                  sources)
              .call();
      assertThat(compiled).as(messages.toString()).isTrue();
    }
  }
}
