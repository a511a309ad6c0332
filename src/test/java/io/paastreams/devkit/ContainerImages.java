package io.paastreams.devkit;

/** The images of docker/compose.yaml, for tests that run where a Docker engine answers. */
public final class ContainerImages {

  public static final String KAFKA = "apache/kafka:4.4.0";
  public static final String REGISTRY = "quay.io/apicurio/apicurio-registry-mem:2.6.13.Final";

  private ContainerImages() {}
}
