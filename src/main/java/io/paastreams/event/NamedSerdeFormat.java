package io.paastreams.event;

import io.paastreams.text.Printable;
import java.io.IOException;
import java.lang.reflect.Method;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.generic.IndexedRecord;
import org.apache.avro.specific.SpecificRecordBase;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.ApiException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.common.utils.Utils;

/**
 * The format of a Serde class named by the user, such as one from Confluent's repository, which is
 * on the class path but unknown to this code.
 *
 * <p>Whether it takes generated or generic records is read from the parameter of its serializer's
 * {@code serialize} method. It may return either.
 */
final class NamedSerdeFormat<R extends SpecificRecordBase> implements RecordFormat<R> {

  private static final int MOST_REASON = 500;

  private final String className;
  private final SchemaRegistry registry;
  private final Class<R> recordClass;
  private final GenericBridge<R> bridge;
  private final Serde<Object> serde;
  private final Serializer<Object> serializer;
  private final Deserializer<Object> deserializer;
  private final boolean takesGeneric;

  private NamedSerdeFormat(
      String className,
      Class<R> recordClass,
      Schema schema,
      Serde<Object> serde,
      SchemaRegistry registry) {
    this.registry = registry;
    this.className = className;
    this.recordClass = recordClass;
    this.bridge = new GenericBridge<>(schema);
    this.serde = serde;
    this.serializer = serde.serializer();
    this.deserializer = serde.deserializer();
    Class<?> taken = valueType(serializer.getClass());
    // A generated record is also a GenericRecord, but generic writers do not expect its UUIDs and
    // times, so serdes for generic records get a plain one.
    this.takesGeneric = GenericRecord.class.isAssignableFrom(taken) || taken == IndexedRecord.class;
    if (!taken.isAssignableFrom(takesGeneric ? GenericData.Record.class : recordClass)) {
      throw new IllegalArgumentException(
          "%s takes %s: name a Serde of Avro's SpecificRecord or GenericRecord"
              .formatted(className, taken.getName()));
    }
  }

  /**
   * Creates and configures the named class.
   *
   * @throws IllegalArgumentException if there is no such class, or it is not a Serde of Avro
   *     records
   */
  static <R extends SpecificRecordBase> NamedSerdeFormat<R> create(
      String className,
      Class<R> recordClass,
      Schema schema,
      SchemaRegistry registry,
      EventSerdesConfig config) {
    Serde<Object> serde = instantiate(className);
    Map<String, Object> properties = new HashMap<>(config.registry().clientProperties());
    properties.put("schema.registry.url", String.join(",", config.registry().urls()));
    properties.put("auto.register.schemas", config.registry().autoRegister());
    properties.putAll(config.serdeProperties());
    serde.configure(properties, false);
    return new NamedSerdeFormat<>(className, recordClass, schema, serde, registry);
  }

  @SuppressWarnings("unchecked") // The constructor checks what it really accepts.
  private static Serde<Object> instantiate(String className) {
    try {
      return (Serde<Object>) Utils.newInstance(className, Serde.class);
    } catch (ClassNotFoundException e) {
      throw new IllegalArgumentException(
          "there is no class " + className + " on the class path: add its jar, or correct the name",
          e);
    } catch (KafkaException | ClassCastException e) {
      throw new IllegalArgumentException(
          className + " is not a Serde with a public constructor without arguments", e);
    }
  }

  @Override
  public void prepare(String topic) {}

  @Override
  public SubjectState inspect(String topic) {
    return new SubjectState(
        topic + "-value", SubjectState.Kind.NOT_OURS, className + " asks the registry itself");
  }

  @Override
  public byte[] write(String topic, Headers headers, R avro, int sizeHint) {
    try {
      return serializer.serialize(topic, headers, takesGeneric ? bridge.toGeneric(avro) : avro);
    } catch (IOException | RuntimeException e) {
      throw sort("write a record for topic " + topic, e);
    }
  }

  @Override
  public R read(String topic, Headers headers, byte[] bytes) {
    try {
      Object record = deserializer.deserialize(topic, headers, bytes);
      if (recordClass.isInstance(record)) {
        return recordClass.cast(record);
      }
      if (record instanceof IndexedRecord other) {
        return bridge.toSpecific(other);
      }
      throw new SerializationException(
          "%s turned a record of topic %3$s into %2$s, not an Avro record"
              .formatted(className, record == null ? "null" : record.getClass().getName(), topic));
    } catch (UnusableRecordException e) {
      throw e;
    } catch (IOException | RuntimeException e) {
      KafkaException sorted = sort("read a record of topic " + topic, e);
      throw sorted instanceof RegistryException outage ? recordOrRegistry(bytes, outage) : sorted;
    }
  }

  /**
   * Asks the registry directly, if the record has its wire format, whether only this schema is
   * affected.
   */
  private KafkaException recordOrRegistry(byte[] bytes, RegistryException outage) {
    if (!ConfluentWireFormat.hasSchemaId(bytes)) {
      return outage;
    }
    try {
      var unused = registry.schemaOf(ConfluentWireFormat.schemaId(bytes));
      return outage;
    } catch (UnusableRecordException e) {
      e.addSuppressed(outage);
      return e;
    } catch (RegistryException e) {
      return outage;
    }
  }

  /** Serdes wrap most exceptions in SerializationException; the causes reveal what happened. */
  private KafkaException sort(String what, Exception e) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (isOutage(cause)) {
        return new RegistryUnavailableException(
            className + " did not reach the schema registry to " + what + ": " + cause, e);
      }
      if (cause instanceof ApiException) {
        return new RegistryException(
            "the schema registry did not let %s %s: %s".formatted(className, what, cause), e);
      }
    }
    return new SerializationException(
        className
            + " cannot "
            + what
            + ": "
            + Printable.line(String.valueOf(e.getMessage()), MOST_REASON),
        e);
  }

  private static boolean isOutage(Throwable cause) {
    return cause instanceof RetriableException
        || cause instanceof SocketException
        || cause instanceof SocketTimeoutException
        || cause instanceof UnknownHostException
        || isServerError(cause);
  }

  /** Confluent's own exception for an HTTP status, known by name only. */
  private static boolean isServerError(Throwable cause) {
    if (!cause.getClass().getSimpleName().equals("RestClientException")) {
      return false;
    }
    try {
      Object status = cause.getClass().getMethod("getStatus").invoke(cause);
      return status instanceof Integer code && (code >= 500 || code == 429);
    } catch (ReflectiveOperationException e) {
      return false;
    }
  }

  private static Class<?> valueType(Class<?> serializer) {
    return Arrays.stream(serializer.getMethods())
        .filter(method -> method.getName().equals("serialize") && !method.isBridge())
        .map(NamedSerdeFormat::lastParameter)
        // The interface's default method takes Object; a class that narrows it says what it
        // accepts.
        .min(Comparator.comparing((Class<?> type) -> type == Object.class))
        .orElse(Object.class);
  }

  private static Class<?> lastParameter(Method method) {
    Class<?>[] types = method.getParameterTypes();
    return types[types.length - 1];
  }

  @Override
  public void close() {
    serde.close();
  }
}
