package io.paastreams.checkpoint;

import net.razorvine.pickle.IObjectConstructor;

/**
 * Stands for a Python class, function or object that is not read: nothing is looked up, created or
 * called. Operations of the pickle on it have no effect, so a logger's state beside the weights
 * costs nothing. Where a tensor is expected, it is refused.
 *
 * @param name the module and name in the pickle, made safe for a message
 */
record Foreign(String name) implements IObjectConstructor {

  @Override
  public Object construct(Object[] args) {
    return this;
  }
}
