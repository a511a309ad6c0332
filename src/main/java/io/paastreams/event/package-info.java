/**
 * The records on the topics: domain types, topics with their serdes, and the schema registry. This
 * is the only package that knows Avro.
 *
 * <p>Along the path of the data:
 *
 * <ul>
 *   <li>frames: {@link Frame} with a {@link FramePayload};
 *   <li>what detection makes of them, each with its {@link Lineage}: {@link DetectedFrame} or
 *       {@link SkippedFrame}, or a {@link DeadLetter} with its {@link DeadLetterReason};
 *   <li>what analytics makes of detections: {@link TrackedFrame} and {@link Scene} with {@link
 *       SceneObject}s, {@link ObjectEvent}, {@link CountWindow}, {@link Alert}; the rules that it
 *       follows: {@link RuleSet}.
 * </ul>
 *
 * <p>Topics: {@link TopicKind} is the list of them, with codec, default name and settings; {@link
 * TopicNames} gives them their names, {@link Topics} their serdes as well; {@link TopicLayout} says
 * how missing ones are created, as {@link TopicSpec}s; {@link TopicUse} says what an application
 * does with them.
 *
 * <p>Bytes, from the record outwards: a {@link RecordCodec} converts to and from the generated Avro
 * class; {@link EventSerde} and a {@link RecordFormat} put it on the wire, as {@link
 * ConfluentWireFormat} or by a user's class, {@link NamedSerdeFormat}; {@link SlicingDecoder} reads
 * images without a copy; {@link CloudEventHeaders} describe the record. {@link EventSerdes} holds
 * all of it.
 *
 * <p>Registry: {@link SchemaRegistry} is the interface, {@link ConfluentSchemaRegistry} the
 * implementation over {@link RegistryCalls}; {@link RegistrySubjects} registers schemas and {@link
 * SchemaRefusals} explains what it refuses.
 */
@NullMarked
package io.paastreams.event;

import org.jspecify.annotations.NullMarked;
