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
  };

  /** The report as one text that ends with a line break. */
  public abstract String render(ContractDiff diff);
}
