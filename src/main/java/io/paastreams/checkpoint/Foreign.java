package io.paastreams.checkpoint;

import net.razorvine.pickle.IObjectConstructor;

/**
 * Stands for a Python class, function or object that is not read: nothing is looked up, made or
 * called. What the pickle does to it leaves it as it is, so that a logger's state beside the
 * weights costs nothing. Where a tensor is expected it is refused.
 *
 * @param name module and name in the pickle, fit for a message
 */
record Foreign(String name) implements IObjectConstructor {

  @Override
  public Object construct(Object[] args) {
    return this;
  }
}
