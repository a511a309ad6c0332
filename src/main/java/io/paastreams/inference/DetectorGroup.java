package io.paastreams.inference;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.paastreams.detection.Detection;
import io.paastreams.detection.DetectionTerms;
import io.paastreams.detection.LabelMap;
import io.paastreams.detection.ModelIdentity;
import io.paastreams.image.PreparedImage;
import io.paastreams.model.Model;
import io.paastreams.model.torch.TorchDevice;
import java.util.ArrayList;
import java.util.List;

/**
 * The same model on several devices, presented as one detector: each batch goes to the device with
 * the fewest batches.
 *
 * <p>Threading: safe.
 */
public final class DetectorGroup implements Detector {

  private final List<Detector> members;

  /** The number of batches that each member has on its device. */
  @GuardedBy("this")
  private final int[] busy;

  private DetectorGroup(List<Detector> members) {
    this.members = members;
    this.busy = new int[members.size()];
  }

  /**
   * Creates a group of detectors, which are closed with it.
   *
   * @throws IllegalArgumentException if there are none, or if their labels or models differ
   */
  public static DetectorGroup of(List<? extends Detector> members) {
    if (members.isEmpty()) {
      throw new IllegalArgumentException("a group needs at least one detector");
    }
    Detector first = members.get(0);
    for (Detector member : members) {
      if (!member.model().equals(first.model()) || !member.labels().equals(first.labels())) {
        throw new IllegalArgumentException(
            "the detectors of a group must have the same model: %s and %s"
                .formatted(first.model(), member.model()));
      }
    }
    return new DetectorGroup(List.copyOf(members));
  }

  /**
   * Loads the model on each device of the options.
   *
   * @throws IllegalArgumentException as {@link PaaDetector#load}
   * @throws InferenceException as {@link PaaDetector#load}
   */
  public static Detector load(Model model, DetectorOptions options) {
    List<Detector> members = new ArrayList<>();
    DetectorOptions resolved = PrecisionChoice.resolve(model, options);
    try {
      for (String device : TorchDevice.all(options.device())) {
        members.add(PaaDetector.load(model, resolved.withDevice(device), InferenceListener.NONE));
      }
      return members.size() == 1 ? members.get(0) : of(members);
    } catch (RuntimeException e) {
      members.forEach(Detector::close);
      throw e;
    }
  }

  @Override
  public List<List<Detection>> detect(List<PreparedImage> batch) {
    return detect(batch, () -> {});
  }

  @Override
  public List<List<Detection>> detect(List<PreparedImage> batch, Runnable deviceFree) {
    MemberLease turn = new MemberLease();
    try {
      return turn.detector()
          .detect(
              batch,
              () -> {
                turn.end();
                deviceFree.run();
              });
    } finally {
      turn.end();
    }
  }

  private synchronized int takeEmptiest() {
    int emptiest = 0;
    for (int i = 1; i < busy.length; i++) {
      if (busy[i] < busy[emptiest]) {
        emptiest = i;
      }
    }
    busy[emptiest]++;
    return emptiest;
  }

  private synchronized void giveBack(int member) {
    busy[member]--;
  }

  /** A batch's time on a device; confined to one thread. */
  private final class MemberLease {
    private final int member = takeEmptiest();
    private boolean over;

    Detector detector() {
      return members.get(member);
    }

    void end() {
      if (!over) {
        over = true;
        giveBack(member);
      }
    }
  }

  @Override
  public int concurrency() {
    return members.stream().mapToInt(Detector::concurrency).sum();
  }

  @Override
  public int maxBatch() {
    return members.stream().mapToInt(Detector::maxBatch).min().orElseThrow();
  }

  @Override
  public LabelMap labels() {
    return members.get(0).labels();
  }

  @Override
  public DetectionTerms terms() {
    return members.get(0).terms();
  }

  @Override
  public ModelIdentity model() {
    return members.get(0).model();
  }

  @Override
  public void close() {
    members.forEach(Detector::close);
  }
}
