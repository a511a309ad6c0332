package io.paastreams.inference;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import io.paastreams.model.layer.HostMemory;
import io.paastreams.model.torch.TorchRuntime;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Bytes on their way to a device. */
@Tag("engine")
class StagingBufferTest {

  @BeforeAll
  static void startEngine() {
    TorchRuntime.start();
  }

  private static void fillAndSend(StagingBuffer staging, int bytes, NDManager manager) {
    ByteBuffer buffer = staging.ofSize(bytes);
    for (int i = 0; i < bytes; i++) {
      buffer.put(i, (byte) (i + bytes));
    }
    try (NDArray sent = staging.send(manager)) {
      assertThat(sent.getDataType()).isEqualTo(DataType.UINT8);
      byte[] values = sent.toByteArray();
      assertThat(values).hasSize(bytes);
      for (int i = 0; i < bytes; i++) {
        assertThat(values[i]).isEqualTo((byte) (i + bytes));
      }
    }
  }

  private static void sendsOfSeveralSizes(StagingBuffer staging, NDManager manager) {
    for (int bytes : new int[] {100, 40, 300, 300, 1}) {
      fillAndSend(staging, bytes, manager);
    }
  }

  @Test
  void memoryOfTheCpu_isReadWhereItIs() {
    try (NDManager manager = NDManager.newBaseManager(Device.cpu())) {
      sendsOfSeveralSizes(new StagingBuffer(manager.create(1f)), manager);
    }
  }

  /** The path of a GPU, with a copy in place of pinned memory. */
  @Test
  void memoryOfTheEngine_isFilledAndSent() {
    try (NDManager manager = NDManager.newBaseManager(Device.cpu())) {
      sendsOfSeveralSizes(new StagingBuffer(manager.create(1f), true, NDArray::duplicate), manager);
    }
  }

  @Test
  void memoryThatCannotBePinned_isUsedAsItIs() {
    try (NDManager manager = NDManager.newBaseManager(Device.cpu())) {
      sendsOfSeveralSizes(new StagingBuffer(manager.create(1f), true, HostMemory::pin), manager);
    }
  }
}
