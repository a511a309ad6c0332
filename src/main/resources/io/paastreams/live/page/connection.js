/**
 * The WebSocket: status each second and frames of the cameras that are on the screen. Each frame is
 * acknowledged when it is its turn to be decoded and drawn, and the server sends the next one only
 * then: a slow browser gets fewer frames, never old ones.
 */
export class Connection extends EventTarget {
  #socket = null;
  #retry = 500;
  #players = new Map();
  #focus = null;
  #watchTimer = 0;
  #decoding = new Set();
  #next = new Map();
  status = null;
  statusAt = 0;
  skew = 0;
  open = false;
  paused = false;

  start() {
    document.addEventListener("visibilitychange", () => this.#tell({ type: "visible", value: !document.hidden }));
    this.#connect();
  }

  /** Frames of this camera go to this player until it is unwatched. */
  watch(camera, player) {
    if (!this.#players.has(camera)) this.#players.set(camera, new Set());
    this.#players.get(camera).add(player);
    this.#rewatch();
  }

  unwatch(camera, player) {
    const players = this.#players.get(camera);
    if (players?.delete(player) && players.size === 0) this.#players.delete(camera);
    this.#rewatch();
  }

  focus(camera) {
    this.#focus = camera;
    this.#rewatch();
  }

  pause(paused) {
    this.paused = paused;
    this.#rewatch();
  }

  /** By the server's clock, in milliseconds. */
  now() {
    return Date.now() + this.skew;
  }

  #connect() {
    const url = new URL("socket", document.baseURI);
    url.protocol = url.protocol === "https:" ? "wss:" : "ws:";
    url.hash = "";
    const socket = new WebSocket(url);
    socket.binaryType = "arraybuffer";
    socket.onopen = () => {
      this.#retry = 500;
      this.open = true;
      if (document.hidden) this.#tell({ type: "visible", value: false });
      this.#sendWatch();
      this.dispatchEvent(new Event("connection"));
    };
    socket.onclose = () => {
      if (this.#socket !== socket) return;
      this.open = false;
      this.dispatchEvent(new Event("connection"));
      setTimeout(() => this.#connect(), this.#retry);
      this.#retry = Math.min(5000, this.#retry * 2);
    };
    socket.onmessage = (message) => this.#take(message.data);
    this.#socket = socket;
  }

  #take(data) {
    if (typeof data === "string") {
      this.status = JSON.parse(data);
      this.statusAt = performance.now();
      this.skew = this.status.now - Date.now();
      this.dispatchEvent(new Event("status"));
    } else {
      this.#frame(data);
    }
  }

  /** One frame of a camera is decoded at a time; the one that follows waits, and the server with it. */
  #frame(data) {
    const length = new DataView(data).getUint32(0);
    const header = JSON.parse(new TextDecoder().decode(new Uint8Array(data, 4, length)));
    const frame = { header, image: new Uint8Array(data, 4 + length) };
    if (this.#decoding.has(header.camera)) this.#next.set(header.camera, frame);
    else this.#decode(frame);
  }

  async #decode({ header, image }) {
    const camera = header.camera;
    this.#decoding.add(camera);
    this.#tell({ type: "drawn", camera }); // now, so that the next frame travels meanwhile
    try {
      const bitmap = image.length === 0 ? null : await createImageBitmap(new Blob([image]));
      const players = [...(this.#players.get(camera) ?? [])];
      players.forEach((player, index) => player.show(header, bitmap, index === players.length - 1));
      if (players.length === 0) bitmap?.close();
    } catch (failure) {
      if (failure.name !== "InvalidStateError") throw failure; // bytes that are no image: keep what is shown
    } finally {
      this.#decoding.delete(camera);
      const next = this.#next.get(camera);
      this.#next.delete(camera);
      if (next) this.#decode(next);
    }
  }

  /** Many tiles come and go at once when a view is opened or scrolled. */
  #rewatch() {
    clearTimeout(this.#watchTimer);
    this.#watchTimer = setTimeout(() => this.#sendWatch(), 20);
  }

  #sendWatch() {
    this.#tell({ type: "watch", cameras: this.paused ? [] : [...this.#players.keys()], focus: this.#focus });
  }

  #tell(message) {
    if (this.#socket?.readyState === WebSocket.OPEN) this.#socket.send(JSON.stringify(message));
  }
}

export const connection = new Connection();
