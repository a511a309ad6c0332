package io.paastreams.pipeline.faults;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The network between some clients and one broker: a TCP proxy that can be cut, stalled and slowed
 * down. The broker advertises its port, so that no client finds a way around it.
 */
final class Link extends Part {

  /** The state of the network. */
  enum State {
    /** Everything is passed on. */
    UP,
    /** Connections break, and new ones are refused. */
    CUT,
    /**
     * Connections remain but nothing gets through; what is sent arrives when the network is up
     * again.
     */
    STALLED,
    /** Little gets through, and with delay. */
    SLOW
  }

  private static final int SLOW_BYTES = 4096;
  private static final long SLOW_DELAY_MILLIS = 60;

  private final ServerSocket server;
  private final int target;
  private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
  private volatile State state = State.UP;
  private volatile boolean ended;

  /** Starts to listen on {@code port} of the loopback interface. */
  Link(String name, int port, int target) {
    super(name);
    this.target = target;
    try {
      server = new ServerSocket();
      server.setReuseAddress(true);
      server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    start("accept", this::accept);
  }

  /** Stays in this state for a while. */
  void suffer(State bad, Duration duration) {
    then(
        () -> {
          state = bad;
          if (bad == State.CUT) {
            sockets.forEach(Link::close);
          }
          try {
            sleep(duration);
          } finally {
            state = State.UP;
          }
        });
  }

  private void start(String what, Runnable task) {
    Thread thread = new Thread(task, name() + "-" + what);
    thread.setDaemon(true);
    thread.start();
  }

  private void accept() {
    while (!ended) {
      try {
        Socket client = server.accept();
        if (state == State.CUT) {
          close(client);
        } else {
          start("connect", () -> connect(client));
        }
      } catch (IOException e) {
        // ended
      }
    }
  }

  private void connect(Socket client) {
    try {
      Socket broker = new Socket(InetAddress.getLoopbackAddress(), target);
      client.setTcpNoDelay(true);
      broker.setTcpNoDelay(true);
      sockets.add(client);
      sockets.add(broker);
      if (state == State.CUT || ended) {
        close(client);
      }
      start("up", () -> pump(client, broker));
      pump(broker, client);
    } catch (IOException e) {
      close(client); // no broker: the client sees the same as without a proxy
    }
  }

  private void pump(Socket from, Socket to) {
    byte[] buffer = new byte[64 << 10];
    try {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      while (true) {
        int bytes = in.read(buffer, 0, state == State.SLOW ? SLOW_BYTES : buffer.length);
        if (bytes < 0) {
          break;
        }
        delay();
        out.write(buffer, 0, bytes);
      }
    } catch (IOException | InterruptedException e) {
      // the connection broke, at either end
    } finally {
      close(from);
      close(to);
      sockets.remove(from);
      sockets.remove(to);
    }
  }

  private void delay() throws InterruptedException {
    if (state == State.SLOW) {
      Thread.sleep(SLOW_DELAY_MILLIS);
    }
    while (state == State.STALLED) {
      Thread.sleep(20);
    }
  }

  private static void close(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      // closed is closed
    }
  }

  @Override
  void end() {
    ended = true;
    state = State.UP;
    try {
      server.close();
    } catch (IOException e) {
      // closed is closed
    }
    sockets.forEach(Link::close);
  }
}
