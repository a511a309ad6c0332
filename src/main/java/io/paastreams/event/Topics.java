package io.paastreams.event;

/** The topics with their names and serdes. Threading: as safe as the serdes. */
public final class Topics {

  private final TopicNames names;
  private final EventSerdes serdes;

  private Topics(TopicNames names, EventSerdes serdes) {
    this.names = names;
    this.serdes = serdes;
  }

  /** Gives each topic its name and its serdes. */
  public static Topics of(TopicNames names, EventSerdes serdes) {
    return new Topics(names, serdes);
  }

  /** The topic of a kind. */
  public <V> Topic<V> of(TopicKind<V> kind) {
    return new Topic<>(kind, names.of(kind), serdes.of(kind));
  }

  /**
   * Asks the registry once whether it answers.
   *
   * @throws RegistryException if it does not
   */
  public void askRegistry() {
    serdes.askRegistry();
  }

  public TopicNames names() {
    return names;
  }

  /** A copy with another name for one kind. */
  public Topics with(TopicKind<?> kind, String name) {
    return new Topics(names.with(kind, name), serdes);
  }
}
