package io.paastreams.pipeline;

import io.paastreams.pipeline.IntakeDecision.Work;

/** The lane under {@link Freshness#ALL}: no frame gives way to another. Threading: stateless. */
enum EveryFrameLane implements CameraLane {
  INSTANCE;

  @Override
  public Work work() {
    return Work.MORE;
  }

  @Override
  public void supersedeArrived() {}

  @Override
  public void arrive(Job job) {}

  @Override
  public void begin(Job job) {}

  @Override
  public void ready(Job job) throws InterruptedException {
    job.submit(0);
  }
}
