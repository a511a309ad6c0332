package io.paastreams.pipeline.faults;

import java.nio.file.Path;

/**
 * What a schedule has at its start.
 *
 * @param instanceMain what an instance runs
 * @param home for the schedule's own files
 */
record Site(
    ChildJvms jvms,
    BrokerCluster cluster,
    RegistryPart registry,
    Class<?> instanceMain,
    Path home) {}
