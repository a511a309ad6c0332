package io.paastreams.model.layer;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.AbstractBlock;
import ai.djl.nn.Parameter;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A block that knows its parameters' shapes from its constructor arguments, and names them as the
 * reference does.
 *
 * <p>DJL derives shapes from the first input and names from class names; here both are fixed by the
 * architecture, so that a state dictionary can be checked before anything runs.
 *
 * <p>A layer works in two ways. {@code forward} computes operation by operation and keeps
 * everything for the backward pass; the caller's manager or scope closes it. {@code write} records
 * the same operations for inference, see {@link NetworkScript}.
 */
public abstract class Layer extends AbstractBlock {

  private final Map<String, Layer> namedChildren = new LinkedHashMap<>();

  /** Adds a child under its name in the reference. */
  protected final <L extends Layer> L child(String name, L layer) {
    namedChildren.put(name, layer);
    return addChildBlock(name, layer);
  }

  /** The parameters of this layer and its descendants by dotted path, in the reference's order. */
  public final Map<String, Parameter> namedParameters() {
    Map<String, Parameter> result = new LinkedHashMap<>();
    collectParameters("", result);
    return result;
  }

  private void collectParameters(String prefix, Map<String, Parameter> result) {
    getDirectParameters().forEach(pair -> result.put(prefix + pair.getKey(), pair.getValue()));
    namedChildren.forEach((name, child) -> child.collectParameters(prefix + name + ".", result));
  }

  /** The dotted paths of this layer, which is empty, and of its descendants. */
  public final Map<Layer, String> namedLayers() {
    Map<Layer, String> result = new IdentityHashMap<>();
    collect("", result);
    return result;
  }

  private void collect(String path, Map<Layer, String> result) {
    result.put(this, path);
    String prefix = path.isEmpty() ? "" : path + ".";
    namedChildren.forEach((name, child) -> child.collect(prefix + name, result));
  }

  /** This layer and its descendants, parents first. */
  public final Stream<Layer> tree() {
    return Stream.concat(Stream.of(this), namedChildren.values().stream().flatMap(Layer::tree));
  }

  /** Always true: parameters get their values through {@link Parameter#initialize} beforehand. */
  @Override
  public final boolean isInitialized() {
    return true;
  }

  @Override
  protected final void initializeChildBlocks(
      NDManager manager, DataType dataType, Shape... inputShapes) {
    for (var child : getChildren()) {
      child.getValue().initialize(manager, dataType, inputShapes);
    }
  }
}
