package dev.datamesh.lineage.graph;

import dev.datamesh.lineage.model.LineageType;

/** What an evidence says about the data on its way. */
record How(LineageType type, boolean masking, double confidence) {}
