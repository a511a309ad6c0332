package io.paastreams.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class CameraPartitionsTest {

  private final List<String> told = new ArrayList<>();
  private final CameraPartitions partitions =
      new CameraPartitions(
          new PipelineListener() {
            @Override
            public void cameraScattered(String camera) {
              told.add(camera);
            }
          });

  @Test
  void twoProducersOfACamera_onTwoPartitions_areReportedOnce() {
    for (int second = 0; second < 10; second++) {
      see("gate", second % 2, second);
      see("yard", 1, second);
    }
    assertThat(told).containsExactly("gate");
  }

  @Test
  void twoPartitionsReadOneAfterTheOther_areSeenToo() {
    for (int second = 0; second < 10; second += 2) {
      see("gate", 0, second);
    }
    for (int second = 1; second < 10; second += 2) {
      see("gate", 3, second);
    }
    assertThat(told).containsExactly("gate");
  }

  @Test
  void aMoveAfterTheTopicGrew_isLegitimate_inWhateverOrderThePartitionsAreRead() {
    for (int second = 0; second < 10; second++) { // the old partition has a backlog
      see("gate", 7, 100 + second);
      see("gate", 0, second);
    }
    assertThat(told).isEmpty();
    for (int second = 0; second < 10; second++) { // and it grows once more
      see("gate", 11, 200 + second);
    }
    assertThat(told).isEmpty();
    see("gate", 7, 205);
    assertThat(told).containsExactly("gate");
  }

  @Test
  void readingAgain_isNothingNew() {
    for (int round = 0; round < 3; round++) {
      for (int second = 0; second < 10; second++) {
        see("gate", 0, second);
      }
    }
    assertThat(told).isEmpty();
  }

  @Test
  void manyCameras_takeBoundedMemory_andTheBusyOnesAreRemembered() {
    see("gate", 0, 0);
    for (int camera = 0; camera < 30_000; camera++) {
      see("camera-" + camera, 0, camera);
      if (camera % 1_000 == 0) {
        see("gate", 0, 10 + camera);
      }
    }
    see("gate", 1, 100);
    see("gate", 1, 200);
    assertThat(told).containsExactly("gate");
  }

  private void see(String camera, int partition, long second) {
    partitions.seen(camera, partition, Instant.ofEpochSecond(second));
  }
}
