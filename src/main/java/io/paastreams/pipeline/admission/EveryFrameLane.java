package io.paastreams.pipeline.admission;

/** The lane under {@link Freshness#ALL}: no frame gives way to another. Threading: stateless. */
public enum EveryFrameLane implements CameraLane {
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
