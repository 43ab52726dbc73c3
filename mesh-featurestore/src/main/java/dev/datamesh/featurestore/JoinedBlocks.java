package dev.datamesh.featurestore;

import dev.datamesh.core.frame.Frame;
import dev.datamesh.core.frame.FrameBlocks;
import dev.datamesh.core.schema.Schema;

/** A spine's blocks with their features. */
final class JoinedBlocks implements FrameBlocks {

  private final FrameBlocks spine;
  private final JoinPlan plan;
  private final Schema schema;

  JoinedBlocks(FrameBlocks spine, JoinPlan plan) {
    this.spine = spine;
    this.plan = plan;
    this.schema = plan.join(Frame.empty(spine.schema())).schema();
  }

  @Override
  public Schema schema() {
    return schema;
  }

  @Override
  public boolean hasNext() {
    return spine.hasNext();
  }

  @Override
  public Frame next() {
    return plan.join(spine.next());
  }

  @Override
  public void close() {
    spine.close();
  }
}
