package dev.datamesh.examples.marketplace;

import dev.datamesh.examples.marketplace.retail.RetailLines;
import dev.datamesh.examples.marketplace.retail.SampleRetail;
import java.nio.file.Path;
import java.util.Optional;

/** Reads the invoice lines that the story is about and says what they are. */
final class Input {

  private Input() {}

  static RetailLines read(Terminal terminal, Optional<Path> retail, Results results) {
    Path file =
        retail.orElseGet(() -> results.write("sample-invoice-lines.csv.gz", SampleRetail::write));
    RetailLines lines = RetailLines.read(file, terminal);
    RetailLines.Totals totals = lines.totals();
    terminal.say(
        "%s: %,d lines from %s to %s%s",
        file.getFileName(),
        totals.lines(),
        lines.firstDay(),
        lines.lastDay(),
        retail.isPresent() ? "" : " (built-in sample; name a file with -Dretail=FILE)");
    terminal.say(
        "%,d invoices, %,d customers, %,d stock codes; %,d without a customer, %,d cancellation"
            + " lines",
        totals.invoices(),
        totals.customers(),
        totals.stockCodes(),
        totals.withoutCustomer(),
        totals.cancellations());
    terminal.say(
        "%,.2f pounds gross (the %,d lines that are no cancellation, quantity and price above 0),",
        totals.gross() / 1000.0, totals.sales());
    terminal.say("%,.2f pounds net (gross less the cancellation lines)", totals.net() / 1000.0);
    return lines;
  }
}
