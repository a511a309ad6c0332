package io.paastreams.event;

import io.paastreams.text.NamedUuid;
import java.util.UUID;
import org.apache.avro.Schema;
import org.apache.kafka.common.header.Headers;

/** {@link RuleSet} as the Avro record of the same name. */
final class RuleSetCodec implements RecordCodec<RuleSet, io.paastreams.event.avro.v1.RuleSet> {

  private static final UUID NAMESPACE = UUID.fromString("1b1a8f5e-2c57-5d0a-8f0a-3c1e6a1f6d42");

  @Override
  public Class<io.paastreams.event.avro.v1.RuleSet> recordClass() {
    return io.paastreams.event.avro.v1.RuleSet.class;
  }

  @Override
  public Schema schema() {
    return io.paastreams.event.avro.v1.RuleSet.getClassSchema();
  }

  @Override
  public io.paastreams.event.avro.v1.RuleSet toAvro(RuleSet rules) {
    return new io.paastreams.event.avro.v1.RuleSet(
        rules.version(), rules.yaml(), rules.appliedTime(), rules.appliedBy());
  }

  @Override
  public RuleSet toDomain(io.paastreams.event.avro.v1.RuleSet avro) {
    return new RuleSet(
        avro.getVersion(), avro.getYaml(), avro.getAppliedTime(), avro.getAppliedBy());
  }

  @Override
  public void writeHeaders(Headers headers, RuleSet rules) {
    CloudEventHeaders.write(
        headers,
        new CloudEvent(
            NamedUuid.of(NAMESPACE, rules.version() + "\n" + rules.appliedTime()),
            "/rules",
            "io.paastreams.rules.v1",
            rules.appliedTime()));
  }

  @Override
  public int sizeHint(RuleSet rules) {
    return 256 + 2 * rules.yaml().length();
  }
}
