package dev.datamesh.lineage;

/** How coarsely to look at lineage. */
public enum Level {
  /** Fields taken as their datasets. */
  DATASET,
  /** Fields and datasets taken as their products. */
  PRODUCT,
  /** Everything taken as its domain. */
  DOMAIN
}
