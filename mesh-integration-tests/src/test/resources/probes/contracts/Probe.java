package probe;

import dev.datamesh.contracts.Contract;
import dev.datamesh.contracts.Verdict;

/** Compares two schemas, without the optional validator. */
public class Probe {
  public static void main(String[] args) {
    Contract old = Contract.read("{\"type\": \"object\", \"properties\": {\"a\": {\"type\": \"integer\"}}}", "old.json");
    Contract renewed = Contract.read("{\"type\": \"object\", \"properties\": {\"a\": {\"type\": \"string\"}}}", "new.json");
    boolean good = old.diffTo(renewed).verdict() == Verdict.BREAKING && old.diffTo(old).isCompatible();
    System.out.println(good ? "ok" : "wrong");
  }
}
