package dev.datamesh.contracts;

/** How a report is written. */
public enum Rendering {
  /** For a terminal. */
  TEXT {
    @Override
    public String render(ContractDiff diff) {
      return TextReport.of(diff);
    }
  },
  /** One JSON object. */
  JSON {
    @Override
    public String render(ContractDiff diff) {
      return JsonReport.of(diff);
    }
  },
  /** A section of a changelog. */
  MARKDOWN {
    @Override
    public String render(ContractDiff diff) {
      return MarkdownReport.of(diff);
    }
  },
  /** JUnit's XML: a test case per finding, failed where it breaks. */
  JUNIT {
    @Override
    public String render(ContractDiff diff) {
      return JunitReport.of(diff);
    }
  },
  /** SARIF 2.1.0, for code scanning. */
  SARIF {
    @Override
    public String render(ContractDiff diff) {
      return SarifReport.of(diff);
    }
  },
  /** Workflow commands that GitHub shows as annotations of lines. */
  GITHUB {
    @Override
    public String render(ContractDiff diff) {
      return GithubReport.of(diff);
    }
  };

  /** The report as one text that ends with a line break. */
  public abstract String render(ContractDiff diff);
}
