package io.paastreams.ingest;

import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bytedeco.ffmpeg.avcodec.AVCodecParameters;
import org.bytedeco.ffmpeg.avcodec.AVPacket;

/**
 * A camera that speaks just enough RTSP (RFC 2326) and RTP for H.264 (RFC 6184): each client gets
 * the clip's first frames, then the connection drops or goes silent.
 */
final class RtspServer implements AutoCloseable {

  /** What a client finds after its frames. */
  enum Ending {
    DROPS,
    FALLS_SILENT
  }

  /** How media reach the client. */
  enum Transport {
    INTERLEAVED,
    /** Asked for TCP, it answers 461. */
    UDP_ONLY,
    /** The same with a general refusal. */
    UDP_ONLY_UNCLEAR
  }

  private static final Pattern CLIENT_PORT = Pattern.compile("client_port=(\\d+)");
  private static final Duration UDP_FRAME_INTERVAL = Duration.ofMillis(5);
  private static final int FRAGMENT_BYTES = 1400;
  private static final int TICKS_PER_FRAME = 3000;

  private final ServerSocket server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
  private final DatagramSocket media = new DatagramSocket(0, InetAddress.getLoopbackAddress());
  private final AtomicInteger clients = new AtomicInteger();
  private final List<Socket> sockets = new ArrayList<>();
  private final int framesPerClient;
  private final Ending ending;
  private final Transport transport;
  private final String parameterSets;
  private final List<List<byte[]>> frames = new ArrayList<>();

  RtspServer(int framesPerClient, Ending ending) throws Exception {
    this(framesPerClient, ending, Transport.INTERLEAVED);
  }

  RtspServer(int framesPerClient, Ending ending, Transport transport) throws Exception {
    this.framesPerClient = framesPerClient;
    this.ending = ending;
    this.transport = transport;
    try (VideoInput clip =
        VideoInput.open(
            "clip", Clips.drone().toString(), null, Map.of(), false, OpenOptions.standard())) {
      parameterSets = parameterSets(clip.stream().codecpar());
      for (AVPacket packet = clip.read(); packet != null; packet = clip.read()) {
        byte[] bytes = new byte[packet.size()];
        packet.data().get(bytes);
        frames.add(lengthPrefixed(ByteBuffer.wrap(bytes)));
      }
    }
    Thread acceptor = new Thread(this::accept, "rtsp-server");
    acceptor.setDaemon(true);
    acceptor.start();
  }

  String url() {
    return "rtsp://127.0.0.1:" + server.getLocalPort() + "/live";
  }

  int clients() {
    return clients.get();
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        Socket socket = server.accept();
        synchronized (sockets) {
          sockets.add(socket);
        }
        clients.incrementAndGet();
        Thread client = new Thread(() -> serve(socket), "rtsp-client");
        client.setDaemon(true);
        client.start();
      } catch (IOException e) {
        return;
      }
    }
  }

  private void serve(Socket socket) {
    try (socket;
        BufferedReader in =
            new BufferedReader(
                new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
        DataOutputStream out = new DataOutputStream(socket.getOutputStream())) {
      int clientPort = 0;
      String request;
      while ((request = in.readLine()) != null) {
        String sequence = "";
        String asked = "";
        for (String line = in.readLine(); line != null && !line.isEmpty(); line = in.readLine()) {
          if (line.startsWith("CSeq")) {
            sequence = line;
          } else if (line.startsWith("Transport")) {
            asked = line;
          }
        }
        String method = request.split(" ", 2)[0];
        if (method.equals("SETUP") && transport != Transport.INTERLEAVED) {
          Matcher port = CLIENT_PORT.matcher(asked);
          if (!port.find()) {
            out.writeBytes("RTSP/1.0 " + refusal() + "\r\n" + sequence + "\r\n\r\n");
            continue;
          }
          clientPort = Integer.parseInt(port.group(1));
          out.writeBytes(
              "RTSP/1.0 200 OK\r\n%s\r\nTransport: RTP/AVP;unicast;client_port=%d-%d;server_port=%d-%d\r\nSession: 1\r\n\r\n"
                  .formatted(
                      sequence,
                      clientPort,
                      clientPort + 1,
                      media.getLocalPort(),
                      media.getLocalPort() + 1));
          continue;
        }
        out.writeBytes("RTSP/1.0 200 OK\r\n" + sequence + "\r\n" + answer(method));
        if (method.equals("PLAY")) {
          play(out, clientPort);
          if (ending == Ending.DROPS) {
            return;
          }
        }
      }
    } catch (IOException e) {
      // The client has disconnected.
    }
  }

  private String refusal() {
    return transport == Transport.UDP_ONLY ? "461 Unsupported Transport" : "400 Bad Request";
  }

  private String answer(String method) {
    return switch (method) {
      case "OPTIONS" -> "Public: DESCRIBE, SETUP, PLAY, TEARDOWN\r\n\r\n";
      case "DESCRIBE" -> {
        String description =
            """
            v=0\r
            o=- 0 0 IN IP4 127.0.0.1\r
            s=camera\r
            t=0 0\r
            m=video 0 RTP/AVP 96\r
            a=rtpmap:96 H264/90000\r
            a=fmtp:96 packetization-mode=1;sprop-parameter-sets=%s\r
            a=control:track1\r
            """
                .formatted(parameterSets);
        yield "Content-Type: application/sdp\r\nContent-Length: %d\r\n\r\n%s"
            .formatted(description.length(), description);
      }
      case "SETUP" -> "Transport: RTP/AVP/TCP;unicast;interleaved=0-1\r\nSession: 1\r\n\r\n";
      default -> "Session: 1\r\n\r\n";
    };
  }

  private void play(DataOutputStream out, int clientPort) throws IOException {
    int sequence = 0;
    for (int i = 0; i < framesPerClient; i++) {
      List<byte[]> payloads =
          frames.get(i).stream().flatMap(unit -> fragments(unit).stream()).toList();
      for (int k = 0; k < payloads.size(); k++) {
        byte[] payload = payloads.get(k);
        int marker = k == payloads.size() - 1 ? 0x80 : 0;
        ByteBuffer packet =
            ByteBuffer.allocate(12 + payload.length)
                .put((byte) 0x80)
                .put((byte) (96 | marker))
                .putShort((short) sequence++)
                .putInt(i * TICKS_PER_FRAME)
                .putInt(0x5EED)
                .put(payload);
        if (clientPort == 0) {
          out.writeByte('$');
          out.writeByte(0);
          out.writeShort(packet.capacity());
          out.write(packet.array());
        } else {
          media.send(
              new DatagramPacket(
                  packet.array(), packet.capacity(), InetAddress.getLoopbackAddress(), clientPort));
        }
      }
      out.flush();
      if (clientPort != 0) {
        // Datagrams that come faster than they are read are dropped.
        LockSupport.parkNanos(UDP_FRAME_INTERVAL.toNanos());
      }
    }
  }

  /** The unit itself, or its FU-A fragments. */
  private static List<byte[]> fragments(byte[] unit) {
    if (unit.length <= FRAGMENT_BYTES) {
      return List.of(unit);
    }
    List<byte[]> fragments = new ArrayList<>();
    for (int from = 1; from < unit.length; from += FRAGMENT_BYTES) {
      int length = Math.min(FRAGMENT_BYTES, unit.length - from);
      ByteArrayOutputStream fragment = new ByteArrayOutputStream();
      fragment.write(unit[0] & 0xE0 | 28);
      int start = from == 1 ? 0x80 : 0;
      int end = from + length == unit.length ? 0x40 : 0;
      fragment.write(start | end | unit[0] & 0x1F);
      fragment.write(unit, from, length);
      fragments.add(fragment.toByteArray());
    }
    return fragments;
  }

  /** SPS and PPS from the avcC box (ISO 14496-15), in Base64. */
  private static String parameterSets(AVCodecParameters parameters) {
    byte[] bytes = new byte[parameters.extradata_size()];
    parameters.extradata().get(bytes);
    ByteBuffer box = ByteBuffer.wrap(bytes, 6, bytes.length - 6);
    byte[] sps = new byte[box.getShort()];
    box.get(sps);
    box.get();
    byte[] pps = new byte[box.getShort()];
    box.get(pps);
    Base64.Encoder encoder = Base64.getEncoder();
    return encoder.encodeToString(sps) + "," + encoder.encodeToString(pps);
  }

  private static List<byte[]> lengthPrefixed(ByteBuffer packet) {
    List<byte[]> units = new ArrayList<>();
    while (packet.hasRemaining()) {
      byte[] unit = new byte[packet.getInt()];
      packet.get(unit);
      units.add(unit);
    }
    return units;
  }

  @Override
  public void close() {
    try {
      server.close();
      media.close();
      synchronized (sockets) {
        for (Socket socket : sockets) {
          socket.close();
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
