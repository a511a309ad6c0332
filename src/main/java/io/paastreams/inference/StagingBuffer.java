package io.paastreams.inference;

import ai.djl.Device;
import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.paastreams.model.layer.HostMemory;
import java.nio.ByteBuffer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Host memory whose bytes are sent to a device. For a GPU it is pinned: the GPU reads it by itself,
 * several times as fast as other memory, and the caller does not wait for that. A network on the
 * CPU reads it in place.
 *
 * <p>Threading: one thread at a time.
 */
final class StagingBuffer {

  private static final Logger LOG = LoggerFactory.getLogger(StagingBuffer.class);

  private final NDArray anyOnDevice;
  private final NDManager host;
  private final UnaryOperator<NDArray> pin;
  private boolean pinned;
  private @Nullable NDArray memory;
  private ByteBuffer buffer = ByteBuffer.allocateDirect(0);

  /**
   * A buffer for the device of an array.
   *
   * @param anyOnDevice must live as long as the buffer is used; its manager owns the pinned memory
   */
  StagingBuffer(NDArray anyOnDevice) {
    this(anyOnDevice, anyOnDevice.getDevice().isGpu(), HostMemory::pin);
  }

  StagingBuffer(NDArray anyOnDevice, boolean pinned, UnaryOperator<NDArray> pin) {
    this.anyOnDevice = anyOnDevice;
    this.pinned = pinned;
    this.pin = pin;
    host = anyOnDevice.getManager().newSubManager(Device.cpu());
  }

  /** Memory for this many bytes, at position 0; its earlier content may be lost. */
  ByteBuffer ofSize(int bytes) {
    if (buffer.capacity() < bytes) {
      buffer = allocate(bytes);
    }
    buffer.clear().limit(bytes);
    return buffer;
  }

  private ByteBuffer allocate(int bytes) {
    if (memory != null) {
      memory.close();
      memory = null;
    }
    if (pinned) {
      try (NDArray pageable = host.create(new Shape(bytes), DataType.UINT8)) {
        memory = pin.apply(pageable);
        return memory.toByteBuffer(true);
      } catch (EngineException e) {
        LOG.warn("no memory can be pinned: images reach the GPU more slowly", e);
        pinned = false;
      }
    }
    return ByteBuffer.allocateDirect(bytes);
  }

  /**
   * The bytes of the last {@link #ofSize} on the device.
   *
   * @param manager owns the result; on a CPU it must be closed before the buffer is filled again
   * @return a flat uint8 array
   */
  NDArray send(NDManager manager) {
    Shape bytes = new Shape(buffer.limit());
    if (memory == null) {
      return manager.create(buffer, bytes, DataType.UINT8);
    }
    try (NDArray part = memory.get("0:{}", buffer.limit())) {
      NDArray sent = HostMemory.send(part, anyOnDevice);
      sent.attach(manager);
      return sent;
    }
  }
}
