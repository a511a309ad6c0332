import { get, send } from "./api.js";
import { card, empty, h, loading, renew, splitView, table } from "./dom.js";
import { bytes, date } from "./format.js";
import { Refresh } from "./refresh.js";
import { session } from "./session.js";

/** Dead letters: what could not be detected, why, and what to do. */
export class LettersView {
  title = "Dead letters";

  constructor(id) {
    this.id = id;
    this.list = h("div", {}, loading("the dead letters"));
    this.detail = h("div", {}, id ? loading("the dead letter") : null);
    this.element = splitView("Dead letters", h("p", { class: "summary" }, "Frames that could not be detected, with their own bytes."), id, this.list, this.detail, () => "#/letters");
    this.refresh = new Refresh("letters", {
      ask: () => get("letters"),
      show: (letters) => renew(this.list, letters.length === 0
        ? empty("No dead letters", "Every recent frame was detected or skipped on purpose. A frame that cannot be read, or that breaks the model, would be listed here with its reason.")
        : card(null, table("Dead letters, the latest first", ["Time", "Camera", "Reason", "What happened"], letters.map((letter) => this.#row(letter)), { class: "rows plain" }))),
      fail: (failure) => this.list.replaceChildren(empty("Not available", failure.message)),
    });
    if (id) {
      this.opened = new Refresh(null, {
        ask: async () => this.#letter(await get(`letters/${encodeURIComponent(id)}`), await session()),
        show: (letter) => this.detail.replaceChildren(letter),
        fail: (failure) => this.detail.replaceChildren(card("Dead letter", h("p", {}, failure.message))),
      });
    }
    this.update();
  }

  update() {
    this.refresh.update();
    this.opened?.update();
  }

  #row(letter) {
    return h("tr", { "aria-current": letter.id === this.id ? "true" : null },
      h("td", { class: "when" }, date(letter.time)),
      h("td", { class: "id" }, letter.camera ?? "-"),
      h("td", { class: "what" }, h("a", { href: `#/letters/${encodeURIComponent(letter.id)}` }, letter.reason)),
      h("td", { class: "message" }, letter.message));
  }

  #letter(letter, may) {
    const image = h("div", { class: "letterimage" }, h("p", { class: "none" }, "Loading the image"));
    this.#image(letter, image);
    const said = h("p", { role: "status" });
    const button = h("button", { type: "button", class: "primary", onclick: () => this.#replay(letter, button, said) }, "Replay this frame");
    button.disabled = !letter.replayable || may.role !== "OPERATOR";
    return card(letter.reason,
      letter.meaning ? h("p", {}, letter.meaning) : null,
      letter.remedy ? h("p", { class: "remedy" }, h("strong", {}, "What to do: "), letter.remedy) : null,
      image,
      h("dl", { class: "facts" },
        fact("Camera", letter.camera ?? "-"), fact("Time", date(letter.time)), fact("Bytes", bytes(letter.bytes)), fact("Place", letter.id), fact("Replayed before", letter.replays === 0 ? "never" : `${letter.replays} times`)),
      h("div", { class: "actions" }, button, said),
      !letter.replayable ? h("p", { class: "hint" }, "It cannot be replayed: its topic did not accept its bytes.") : may.role !== "OPERATOR" ? h("p", { class: "hint" }, "Replay needs the operator's token.") : h("p", { class: "hint" }, "Puts the frame back on the frames topic, after its camera's latest frame. To replay all frames of one reason, use the replay command."),
      h("details", {}, h("summary", {}, "Headers"), table("Headers", ["Name", "Value"], letter.headers.map((header) => h("tr", {}, h("td", { class: "mono" }, header.name), h("td", {}, h("pre", {}, header.value)))))));
  }

  async #image(letter, place) {
    const response = await fetch(`api/letters/${encodeURIComponent(letter.id)}/image`);
    if (!response.ok) {
      place.replaceChildren(h("p", { class: "none" }, `No image: ${(await response.json()).detail}.`));
      return;
    }
    const url = URL.createObjectURL(await response.blob());
    const image = h("img", { alt: `The frame of ${letter.camera ?? "an unknown camera"}`, src: url });
    image.onload = () => URL.revokeObjectURL(url);
    image.onerror = () => place.replaceChildren(h("p", { class: "none" }, "Its bytes are not an image that a browser can show."));
    place.replaceChildren(image);
  }

  async #replay(letter, button, said) {
    button.disabled = true;
    try {
      const answer = await send("POST", `letters/${encodeURIComponent(letter.id)}/replay`);
      said.textContent = `Put back as ${answer.place}.`;
    } catch (failure) {
      said.textContent = failure.message;
      button.disabled = false;
    }
  }

  close() {}
}

function fact(name, value) {
  return h("div", {}, h("dt", {}, name), h("dd", {}, value));
}
